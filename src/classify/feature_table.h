/// Which rows of the input matrix stand for the lines that are trained on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "classify/labelled_lines.h"
#include "classify/word_ngrams.h"
#include "firth/classify.h"

namespace firth::classify {

/// What a line's features need to know of each word, found once. Threads: reading is safe.
class FeatureTable {
 public:
  /// Keeps nothing of `lines`. `kept`, which must outlive it, is a pruned model's, else null.
  FeatureTable(const LabelledLines::Storage& lines, const ClassifierSettings& settings,
               const KeptBuckets* kept = nullptr);

  /// Calls visit(row) for each feature of a line, in fastText's order.
  template <class Visit>
  void ForEach(std::span<const std::uint32_t> words, const Visit& visit) const {
    if (begins_.empty()) {
      for (const std::uint32_t word : words) {
        if (word < known_) visit(RowId{word});
      }
    } else {
      for (const std::uint32_t word : words) {
        for (std::uint64_t i = begins_[word]; i < begins_[word + 1]; ++i) visit(rows_[i]);
      }
    }
    if (hashes_.empty()) return;
    ForEachWordNgram(
        words.size(), longest_, buckets_, [&](std::size_t i) { return hashes_[words[i]]; },
        [&](std::uint32_t bucket) { VisitBucket(bucket, visit); });
  }

  std::uint64_t MemoryBytes() const {
    return hashes_.size() * sizeof(WordHash) + begins_.size() * sizeof(std::uint64_t) +
           rows_.size() * sizeof(RowId);
  }

 private:
  template <class Visit>
  void VisitBucket(std::uint32_t bucket, const Visit& visit) const {
    if (kept_ == nullptr) return visit(RowId{known_ + bucket});
    if (const auto row = kept_->Find(bucket)) visit(RowId{known_ + *row});
  }

  const KeptBuckets* kept_;
  std::uint32_t known_;
  std::uint32_t buckets_;
  std::size_t longest_;
  std::vector<WordHash> hashes_;       ///< of each word; empty without runs of words
  std::vector<std::uint64_t> begins_;  ///< where in rows_ those of a word begin; empty: its own
  std::vector<RowId> rows_;
};

}  // namespace firth::classify
