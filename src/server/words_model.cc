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
  info.at_once = true;
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
      tokenizer_(TokenizerOf(vectors_.metadata())) {}

std::optional<TokenId> WordsModel::Find(std::string_view word) const {
  const Vocabulary& words = vectors_.vocabulary();
  if (const auto known = words.Find(word)) return known;
  return base::IsValidUtf8(word) ? words.Find(base::LowerCase(word)) : std::nullopt;
}

template <class Work>
void WordsModel::WithTokenizer(const Work& work) const {
  tokenizers_.With([this] { return MakeTokenizer(tokenizer_); }, work);
}

template <class Begin, class Visit>
void WordsModel::ForEachVector(const Input& input, const Begin& begin, const Visit& visit) const {
  if (const auto* ids = std::get_if<std::vector<std::uint32_t>>(&input)) {
    begin(ids->size());
    for (std::size_t i = 0; i < ids->size(); ++i) {
      if ((*ids)[i] >= vectors_.size()) {
        throw http::HttpError(
            422, fmt::format("there is no word {}; the model has {}", (*ids)[i], vectors_.size()));
      }
      visit(i, vectors_.matrix().Row(RowId{(*ids)[i]}));
    }
    return;
  }
  RequireShort(std::get<std::string>(input));
  WithTokenizer([&](Tokenizer& tokenizer) {
    std::vector<std::string_view> words;
    tokenizer.Split(std::get<std::string>(input), words);
    begin(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (const auto id = Find(words[i])) {
        visit(i, vectors_.matrix().Row(RowOf(*id)));
      } else if (const auto made = vectors_.VectorOf(words[i])) {
        visit(i, *made);
      }
    }
  });
}

Matrix WordsModel::EmbedOne(const Input& input, const Wish& wish, Embedded& embedded) const {
  std::vector<float> sum(vectors_.dim());
  std::size_t count = 0;
  Matrix pieces;  // zeros for words that have no vector
  const auto begin = [&](std::size_t words) {
    embedded.tokens += words;
    if (!wish.pieces) return;
    RequireFewVectors(embedded.tokens, vectors_.dim());
    pieces = Matrix(words, vectors_.dim(), RowLayout::kDense);
  };
  ForEachVector(input, begin, [&](std::size_t which, std::span<const float> vector) {
    if (wish.pieces) {
      std::ranges::copy(vector,
                        pieces.MutableRow(RowId{static_cast<std::uint32_t>(which)}).begin());
    } else {
      Add(vector, sum);
      ++count;
    }
  });
  return wish.pieces ? std::move(pieces) : Mean(std::move(sum), count);
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

std::vector<Token> WordsModel::Tokenize(std::string_view text, bool, std::size_t limit) const {
  RequireShort(text);
  std::vector<Token> tokens;
  WithTokenizer([&](Tokenizer& tokenizer) {
    std::vector<std::string_view> words;
    std::vector<TextRange> ranges;
    tokenizer.SplitWithRanges(text, words, ranges);
    if (words.size() > limit) FailOnTokens();
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto id = Find(words[i]);
      tokens.push_back({.id = static_cast<std::uint32_t>(id ? Index(*id) : vectors_.size()),
                        .text = std::string(words[i]),
                        .range = ranges[i]});
    }
  });
  return tokens;
}

}  // namespace firth::server
