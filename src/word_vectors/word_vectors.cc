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

WordVectors ToWordVectors(TrainedModel model) {
  Matrix dense = model.input.Copy(RowLayout::kDense);
  return {std::move(model.vocabulary), std::move(dense), std::move(model.settings)};
}

}  // namespace firth
