#include "classify/line_reader.h"

#include <optional>

#include "text/pre_tokenizer/whitespace.h"

namespace firth::classify {

LineReader::LineReader(const Classifier& model)
    : model_(model),
      known_(static_cast<std::uint32_t>(model.words.size())),
      has_runs_(model.settings.word_ngrams > 1 && model.settings.Buckets() > 0) {}

void LineReader::Read(std::string_view line) {
  rows_.clear();
  labels_.clear();
  hashes_.clear();
  unknown_labels_ = false;
  text::ForEachBetweenBlanks(line, [this](std::string_view token) { AddToken(token); });
  AddToken(kLineEndWord);
  if (!has_runs_) return;
  ForEachWordNgram(
      hashes_.size(), model_.settings.word_ngrams,
      static_cast<std::uint32_t>(model_.settings.Buckets()),
      [this](std::size_t i) { return hashes_[i]; },
      [this](std::uint32_t bucket) { AddBucket(bucket); });
}

void LineReader::AddToken(std::string_view token) {
  if (token.starts_with(model_.settings.label_prefix)) return AddLabel(model_.labels.Find(token));
  const auto word = model_.words.Find(token);
  if (!word) {
    // A model of another prefix than was named: its own labels are none the less labels.
    if (const auto label = model_.labels.Find(token)) return AddLabel(label);
  }
  AddWord(token, word);
}

void LineReader::AddLabel(std::optional<TokenId> label) {
  if (label) {
    labels_.push_back(*label);
  } else {
    unknown_labels_ = true;
  }
}

void LineReader::AddBucket(std::uint32_t bucket) {
  if (model_.kept == nullptr) return rows_.push_back(RowId{known_ + bucket});
  if (const auto row = model_.kept->Find(bucket)) rows_.push_back(RowId{known_ + *row});
}

void LineReader::AddWord(std::string_view token, std::optional<TokenId> word) {
  if (word) rows_.push_back(RowOf(*word));
  if (model_.settings.subwords.enabled()) {
    buckets_.clear();
    AppendBuckets(token, model_.settings.subwords, buckets_);
    for (const std::uint32_t bucket : buckets_) AddBucket(bucket);
  }
  if (has_runs_) hashes_.push_back(static_cast<WordHash>(SubwordHash(token)));
}

}  // namespace firth::classify
