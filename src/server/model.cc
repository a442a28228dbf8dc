#include "server/model.h"

#include <fmt/format.h>

#include <algorithm>

#include "encoder/pooling.h"
#include "http/message.h"

namespace firth::server {
namespace {

/// Of one request's vectors: 8 MiB, and three times that as text.
constexpr std::size_t kMostNumbers = 2U << 20;
constexpr std::size_t kLongestText = 1U << 20;

}  // namespace

std::size_t NumbersOf(const Model& model, const Wish& wish) {
  return wish.dimensions == 0 ? model.info().dim : wish.dimensions;
}

std::size_t MostVectors(std::size_t dim) { return kMostNumbers / std::max<std::size_t>(dim, 1); }

void RequireFewVectors(std::size_t vectors, std::size_t dim) {
  const std::size_t most = MostVectors(dim);
  if (vectors <= most) return;
  throw http::HttpError(422, fmt::format("{} vectors of {} numbers; {} are the most of a request",
                                         vectors, dim, most));
}

void RequireShort(std::string_view text) {
  if (text.size() <= kLongestText) return;
  throw http::HttpError(
      422, fmt::format("a text has {} bytes; {} are the most", text.size(), kLongestText));
}

void FailOnTokens() {
  throw http::HttpError(
      422, fmt::format("the texts have more than {} tokens; ask for fewer at once", kMostTokens));
}

void Finish(Matrix& matrix, std::size_t dimensions, bool normalize) {
  if (dimensions != 0 && dimensions < matrix.columns()) {
    Matrix shorter(matrix.rows(), dimensions, RowLayout::kDense);
    for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
      std::ranges::copy(matrix.Row(RowId{i}).first(dimensions),
                        shorter.MutableRow(RowId{i}).begin());
    }
    matrix = std::move(shorter);
  }
  if (!normalize) return;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) encoder::Normalize(matrix.MutableRow(RowId{i}));
}

}  // namespace firth::server
