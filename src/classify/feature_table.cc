#include "classify/feature_table.h"

#include "firth/subwords.h"

namespace firth::classify {

FeatureTable::FeatureTable(const LabelledLines::Storage& lines, const ClassifierSettings& settings,
                           const KeptBuckets* kept)
    : kept_(kept),
      known_(static_cast<std::uint32_t>(lines.words.size())),
      buckets_(static_cast<std::uint32_t>(settings.Buckets())),
      longest_(settings.word_ngrams) {
  const auto all = static_cast<std::uint32_t>(lines.words.size() + lines.rare.size());
  const auto word_at = [&](std::uint32_t id) {
    return id < known_ ? lines.words.Word(TokenId{id}) : lines.rare.Word(TokenId{id - known_});
  };
  if (longest_ > 1) {
    hashes_.reserve(all);
    for (std::uint32_t id = 0; id < all; ++id) {
      hashes_.push_back(static_cast<WordHash>(SubwordHash(word_at(id))));
    }
  }
  if (!settings.subwords.enabled()) return;
  std::vector<std::uint32_t> buckets;
  begins_.reserve(all + std::size_t{1});
  begins_.push_back(0);
  for (std::uint32_t id = 0; id < all; ++id) {
    if (id < known_) rows_.push_back(RowId{id});
    buckets.clear();
    AppendBuckets(word_at(id), settings.subwords, buckets);
    for (const std::uint32_t bucket : buckets) {
      VisitBucket(bucket, [this](RowId row) { rows_.push_back(row); });
    }
    begins_.push_back(rows_.size());
  }
}

}  // namespace firth::classify
