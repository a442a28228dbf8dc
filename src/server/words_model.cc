#include "server/words_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/utf8.h"
#include "firth/train.h"
#include "http/message.h"

namespace firth::server {
namespace {

ModelInfo Completed(ModelInfo info, const WordVectors& vectors) {
  info.kind = "word-vectors";
  info.dim = vectors.dim();
  info.vocabulary = vectors.size();
  info.pooling = "mean";
  return info;
}

TokenizerSettings TokenizerOf(const Metadata& metadata) {
  TrainSettings settings;
  settings.tokenizer = {.kind = TokenizerKind::kWords};
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const bool of_tokens =
        spec.name == "tokenizer" || spec.name == "punctuation" || spec.name == "lowercase";
    const auto found = metadata.find(std::string(spec.name));
    if (of_tokens && found != metadata.end()) spec.set(settings, found->second);
  }
  return settings.tokenizer;
}

void Add(std::span<const float> from, std::vector<float>& sum) {
  std::ranges::transform(from, sum, sum.begin(), std::plus<>());
}

Matrix Mean(std::vector<float> sum, std::size_t count) {
  Matrix mean(1, sum.size(), RowLayout::kDense);
  const float scale = count == 0 ? 0.0F : 1.0F / static_cast<float>(count);
  std::ranges::transform(sum, mean.MutableRow(RowId{0}).begin(),
                         [scale](float number) { return number * scale; });
  return mean;
}

}  // namespace

WordsModel::WordsModel(ModelInfo info, WordVectors vectors, CpuTarget target)
    : Model(Completed(std::move(info), vectors)),
      vectors_(std::move(vectors)),
      queries_(vectors_, target),
      tokenizers_(TokenizerOf(vectors_.metadata())) {}

std::optional<std::vector<float>> WordsModel::VectorOf(std::string_view word) const {
  if (const auto known = vectors_.Find(word))
    return std::vector<float>(known->begin(), known->end());
  if (base::IsValidUtf8(word)) {
    if (const auto lower = vectors_.Find(base::LowerCase(word))) {
      return std::vector<float>(lower->begin(), lower->end());
    }
  }
  return vectors_.VectorOf(word);
}

std::unique_ptr<Tokenizer> WordsModel::Tokenizers::Take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto one = std::move(idle_.back());
      idle_.pop_back();
      return one;
    }
  }
  return MakeTokenizer(settings_);
}

std::vector<std::vector<float>> WordsModel::RowsOf(const std::vector<std::uint32_t>& ids) const {
  std::vector<std::vector<float>> rows;
  for (const std::uint32_t id : ids) {
    if (id >= vectors_.size()) {
      throw http::HttpError(
          422, fmt::format("there is no word {}; the model has {}", id, vectors_.size()));
    }
    const auto row = vectors_.matrix().Row(RowId{id});
    rows.emplace_back(row.begin(), row.end());
  }
  return rows;
}

std::vector<std::vector<float>> WordsModel::RowsOf(const std::string& text, bool pieces,
                                                   Embedded& embedded) const {
  std::vector<std::vector<float>> rows;
  tokenizers_.With([&](Tokenizer& tokenizer) {
    std::vector<std::string_view> words;
    tokenizer.Split(text, words);
    embedded.tokens += words.size();
    for (const std::string_view word : words) {
      auto row = VectorOf(word);
      if (row) rows.push_back(std::move(*row));
      if (!row && pieces) rows.emplace_back(vectors_.dim());
    }
  });
  return rows;
}

Matrix WordsModel::EmbedOne(const Input& input, const Wish& wish, Embedded& embedded) const {
  std::vector<std::vector<float>> rows;
  if (const auto* ids = std::get_if<std::vector<std::uint32_t>>(&input)) {
    rows = RowsOf(*ids);
    embedded.tokens += ids->size();
  } else {
    rows = RowsOf(std::get<std::string>(input), wish.pieces, embedded);
  }
  if (!wish.pieces) {
    std::vector<float> sum(vectors_.dim());
    for (const auto& row : rows) Add(row, sum);
    return Mean(std::move(sum), rows.size());
  }
  Matrix pieces(rows.size(), vectors_.dim(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(rows[i], pieces.MutableRow(RowId{i}).begin());
  }
  return pieces;
}

void WordsModel::Embed(std::vector<Input> inputs, const Wish& wish, std::stop_token gone,
                       Embedding done) const {
  Embedded embedded;
  for (const Input& input : inputs) {
    if (gone.stop_requested()) return;
    embedded.vectors.push_back(EmbedOne(input, wish, embedded));
    Finish(embedded.vectors.back(), wish.dimensions,
           wish.normalize.value_or(false) && !wish.pieces);
  }
  done(std::move(embedded), nullptr);
}

std::vector<Token> WordsModel::Tokenize(std::string_view text, bool) const {
  std::vector<Token> tokens;
  tokenizers_.With([&](Tokenizer& tokenizer) {
    std::vector<std::string_view> words;
    std::vector<TextRange> ranges;
    tokenizer.SplitWithRanges(text, words, ranges);
    for (std::size_t i = 0; i < words.size(); ++i) {
      auto id = vectors_.vocabulary().Find(words[i]);
      if (!id) id = vectors_.vocabulary().Find(base::LowerCase(words[i]));
      tokens.push_back({.id = static_cast<std::uint32_t>(id ? Index(*id) : vectors_.size()),
                        .text = std::string(words[i]),
                        .range = ranges[i]});
    }
  });
  return tokens;
}

}  // namespace firth::server
