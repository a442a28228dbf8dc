#include "firth/word_vectors.h"

#include <fmt/format.h>

#include <utility>

#include "firth/error.h"

namespace firth {

WordVectors::WordVectors(Vocabulary vocabulary, Matrix matrix, Metadata metadata)
    : vocabulary_(std::move(vocabulary)),
      matrix_(std::move(matrix)),
      metadata_(std::move(metadata)) {
  if (vocabulary_.size() != matrix_.rows()) {
    throw Error(ErrorKind::kFormat,
                fmt::format("{} words but {} vectors", vocabulary_.size(), matrix_.rows()));
  }
}

std::optional<std::span<const float>> WordVectors::Find(std::string_view word) const {
  const auto id = vocabulary_.Find(word);
  if (!id) return std::nullopt;
  return matrix_.Row(RowOf(*id));
}

namespace {

void RequireWordRows(const TrainedModel& model) {
  if (model.output_rows_are_words && model.output.columns() == model.input.columns()) return;
  throw Error(ErrorKind::kSettings,
              "this model's output matrix has no vector of its own for each word");
}

}  // namespace

WordVectors ToWordVectors(TrainedModel model, OutputVectors which) {
  if (which == OutputVectors::kMean) {
    RequireWordRows(model);
    for (std::uint32_t i = 0; i < model.input.rows(); ++i) {
      const auto row = model.input.MutableRow(RowId{i});
      const auto other = model.output.Row(RowId{i});
      for (std::size_t c = 0; c < row.size(); ++c) row[c] = (row[c] + other[c]) / 2;
    }
  }
  return {std::move(model.vocabulary), std::move(model.input), std::move(model.settings)};
}

WordVectors ContextVectors(const TrainedModel& model) {
  RequireWordRows(model);
  return {model.vocabulary.Clone(), model.output.Share(), model.settings};
}

}  // namespace firth
