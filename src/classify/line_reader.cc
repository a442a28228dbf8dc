#include "classify/line_reader.h"

#include "text/each_subword.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::classify {

LineReader::LineReader(const Classifier& model)
    : model_(model),
      known_(static_cast<std::uint32_t>(model.words.size())),
      has_runs_(model.settings.word_ngrams > 1 && model.settings.Buckets() > 0),
      lines_(1) {}

void LineReader::Clear() {
  lines_.assign(1, {});
  rows_.clear();
  labels_.clear();
  waiting_ = 0;
}

void LineReader::Add(std::string_view line) {
  hashes_.clear();
  text::ForEachBetweenBlanks(line, [this](std::string_view token) { AddToken(token); });
  AddToken(kLineEndWord);
  Flush();
  if (has_runs_) {
    ForEachWordNgram(
        hashes_.size(), model_.settings.word_ngrams,
        static_cast<std::uint32_t>(model_.settings.Buckets()),
        [this](std::size_t i) { return hashes_[i]; },
        [this](std::uint32_t bucket) { AddBucket(bucket); });
  }
  lines_.push_back({rows_.size(), labels_.size()});
}

void LineReader::AddToken(std::string_view token) {
  tokens_[waiting_++] = token;
  if (waiting_ == kAtOnce) Flush();
}

void LineReader::Flush() {
  TokenId words[kAtOnce];
  model_.words.FindAll({tokens_.data(), waiting_}, {words, waiting_});
  for (std::size_t i = 0; i < waiting_; ++i) Place(tokens_[i], words[i]);
  waiting_ = 0;
}

void LineReader::Place(std::string_view token, TokenId word) {
  const auto label = [&] { return model_.labels.Find(token).value_or(Vocabulary::kNoToken); };
  if (token.starts_with(model_.settings.label_prefix)) return AddLabel(label());
  if (word == Vocabulary::kNoToken) {
    // A model of another prefix than was named: its own labels are none the less labels.
    const TokenId known = label();
    if (known != Vocabulary::kNoToken) return AddLabel(known);
  }
  AddWord(token, word);
}

void LineReader::AddLabel(TokenId label) {
  if (label == Vocabulary::kNoToken) {
    lines_.back().unknown_labels = true;
  } else {
    labels_.push_back(label);
  }
}

void LineReader::AddBucket(std::uint32_t bucket) {
  if (model_.kept == nullptr) return rows_.push_back(RowId{known_ + bucket});
  if (const auto row = model_.kept->Find(bucket)) rows_.push_back(RowId{known_ + *row});
}

void LineReader::AddWord(std::string_view token, TokenId word) {
  if (word != Vocabulary::kNoToken) rows_.push_back(RowOf(word));
  if (model_.settings.subwords.enabled()) {
    text::ForEachBucket(token, model_.settings.subwords,
                        [this](std::uint32_t bucket) { AddBucket(bucket); });
  }
  if (has_runs_) hashes_.push_back(static_cast<WordHash>(SubwordHash(token)));
}

}  // namespace firth::classify
