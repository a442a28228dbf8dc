#include "firth/word_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "firth/error.h"
#include "text/subword_rows.h"
#include "word_vectors/subword_vectors.h"

namespace firth {

WordVectors::WordVectors(Vocabulary vocabulary, Matrix matrix, Metadata metadata,
                         std::optional<SubwordTable> subwords)
    : vocabulary_(std::move(vocabulary)),
      matrix_(std::move(matrix)),
      metadata_(std::move(metadata)),
      subwords_(std::move(subwords)) {
  if (vocabulary_.size() != matrix_.rows()) {
    throw Error(ErrorKind::kFormat,
                fmt::format("{} words but {} vectors", vocabulary_.size(), matrix_.rows()));
  }
  if (!subwords_) return;
  const auto& [settings, rows, kept, ngrams] = *subwords_;
  if (!settings.enabled() || settings.max_length > kMaxNgram) {
    throw Error(ErrorKind::kFormat,
                fmt::format("n-grams of {} to {} characters and {} buckets cannot be",
                            settings.min_length, settings.max_length, settings.buckets));
  }
  if (settings.exact() != (ngrams != nullptr) || (ngrams && kept)) {
    throw Error(ErrorKind::kFormat, "n-grams have a row each, or share rows, but not both");
  }
  if (kept && std::ranges::any_of(kept->buckets(), [most = settings.buckets](std::uint32_t bucket) {
        return bucket >= most;
      })) {
    throw Error(
        ErrorKind::kFormat,
        fmt::format("a row for a bucket of n-grams that is not among {}", settings.buckets));
  }
  const std::size_t buckets = ngrams ? ngrams->size() : kept ? kept->size() : settings.buckets;
  if (rows.rows() != buckets || rows.columns() != matrix_.columns()) {
    throw Error(
        ErrorKind::kFormat,
        fmt::format("{} x {} numbers for n-grams, but {} {} and vectors of {}", rows.rows(),
                    rows.columns(), buckets, ngrams ? "n-grams" : "buckets", matrix_.columns()));
  }
}

std::optional<std::span<const float>> WordVectors::Find(std::string_view word) const {
  const auto id = vocabulary_.Find(word);
  if (!id) return std::nullopt;
  return matrix_.Row(RowOf(*id));
}

std::optional<std::vector<float>> WordVectors::VectorOf(std::string_view word) const {
  if (const auto known = Find(word)) return std::vector<float>(known->begin(), known->end());
  if (!subwords_) return std::nullopt;
  std::vector<float> vector(dim());
  if (!word_vectors::VectorOfUnknown(word, *subwords_, vector)) return std::nullopt;
  if (!std::ranges::all_of(vector, [](float x) { return std::isfinite(x); })) {
    throw Error(ErrorKind::kFormat,
                fmt::format("an n-gram of \"{}\" has a number that is not finite", word));
  }
  return vector;
}

namespace {

/// `count` rows of a matrix from `begin` on, sharing its storage.
Matrix Part(const std::shared_ptr<Matrix>& whole, std::size_t begin, std::size_t count) {
  float* const data = whole->MutableRowData(RowId{static_cast<std::uint32_t>(begin)});
  return Matrix::BorrowWritable(whole, data, count, whole->columns(), whole->stride());
}

/// Composes the words' vectors in place of their rows.
WordVectors WithSubwords(TrainedModel model) {
  const std::size_t words = model.vocabulary.size();
  const std::size_t rows_needed = text::InputRows(words, model.subwords, model.ngrams.get());
  const std::size_t ngrams = rows_needed - words;
  if (model.input.rows() != rows_needed) {
    throw Error(ErrorKind::kFormat,
                fmt::format("{} rows for {} words and {} {}", model.input.rows(), words, ngrams,
                            model.ngrams ? "n-grams" : "buckets"));
  }
  if (!model.input.writable()) model.input = model.input.Copy(RowLayout::kPadded);
  const auto whole = std::make_shared<Matrix>(std::move(model.input));
  Matrix rows = Part(whole, 0, words);
  SubwordTable table{model.subwords, Part(whole, words, ngrams), nullptr, std::move(model.ngrams)};
  word_vectors::ComposeRows(model.vocabulary, table, rows);
  return {std::move(model.vocabulary), std::move(rows), std::move(model.settings),
          std::move(table)};
}

void RequireWordRows(const TrainedModel& model) {
  if (model.output_rows_are_words && model.output.columns() == model.input.columns()) return;
  throw Error(ErrorKind::kSettings,
              "this model's output matrix has no vector of its own for each word");
}

}  // namespace

OutputVectors OutputVectorsFromName(std::string_view name) {
  constexpr std::array kNames = {
      std::pair{"input", OutputVectors::kInput}, std::pair{"mean", OutputVectors::kMean},
      std::pair{"sum", OutputVectors::kSum}, std::pair{"all", OutputVectors::kAll}};
  for (const auto& [known, which] : kNames) {
    if (known == name) return which;
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("output_vectors: '{}' is not one of input, mean, sum, all", name));
}

WordVectors ToWordVectors(TrainedModel model, OutputVectors which) {
  if (model.subwords.enabled()) {
    if (which == OutputVectors::kInput) return WithSubwords(std::move(model));
    throw Error(
        ErrorKind::kSettings,
        "with subwords there is no mean or sum of both matrices: n-grams have no output vectors");
  }
  if (which == OutputVectors::kAll) {
    throw Error(ErrorKind::kSettings, "only GloVe's models have biases to write with all vectors");
  }
  if (which != OutputVectors::kInput) {
    RequireWordRows(model);
    const float scale = which == OutputVectors::kMean ? 0.5F : 1.0F;
    for (std::uint32_t i = 0; i < model.input.rows(); ++i) {
      const auto row = model.input.MutableRow(RowId{i});
      const auto other = model.output.Row(RowId{i});
      for (std::size_t c = 0; c < row.size(); ++c) row[c] = (row[c] + other[c]) * scale;
    }
  }
  return {std::move(model.vocabulary), std::move(model.input), std::move(model.settings)};
}

WordVectors ContextVectors(const TrainedModel& model) {
  RequireWordRows(model);
  return {model.vocabulary.Clone(), model.output.Share(), model.settings};
}

}  // namespace firth
