#include "formats/fasttext_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/little_endian.h"
#include "firth/error.h"
#include "formats/dense_rows.h"

namespace firth::formats {
namespace {

using base::AppendLittleEndian;

std::span<const std::uint8_t> Codes(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

struct Shape {
  std::uint64_t rows;
  std::size_t columns;
};

Shape TakeShape(FasttextCursor& cursor, std::int32_t columns, const char* what) {
  const std::size_t begin = cursor.at();
  const auto rows = cursor.Take<std::int64_t>(what);
  const auto width = cursor.Take<std::int64_t>(what);
  if (rows < 0 || width != columns) {
    FailAtByte(
        cursor.source(), begin,
        fmt::format("{} of {} x {} numbers, but vectors have {}", what, rows, width, columns));
  }
  return {static_cast<std::uint64_t>(rows), static_cast<std::size_t>(columns)};
}

[[noreturn]] void FailTooLong(const FasttextCursor& cursor, std::size_t begin, const char* what,
                              std::uint64_t rows) {
  FailAtByte(cursor.source(), begin,
             fmt::format("{} of {} rows is longer than the file", what, rows));
}

/// A product quantiser of `columns` numbers: its points, and the length of a piece.
std::vector<float> TakePoints(FasttextCursor& cursor, std::size_t columns, std::size_t& piece,
                              const char* what) {
  const std::size_t begin = cursor.at();
  const auto dim = cursor.Take<std::int32_t>(what);
  const auto pieces = cursor.Take<std::int32_t>(what);
  const auto length = cursor.Take<std::int32_t>(what);
  const auto last = cursor.Take<std::int32_t>(what);
  const auto whole = static_cast<std::int64_t>(columns);
  const bool fits = dim == whole && length > 0 && pieces == (whole - 1) / length + 1 &&
                    last == whole - std::int64_t{pieces - 1} * length;
  if (!fits) {
    FailAtByte(cursor.source(), begin,
               fmt::format("{} has {} pieces of {} numbers, the last of {}, for vectors of {}",
                           what, pieces, length, last, columns));
  }
  piece = static_cast<std::size_t>(length);
  const std::string_view bytes =
      cursor.TakeBytes(columns * QuantizedMatrix::kCentroids * sizeof(float), what);
  std::vector<float> points(columns * QuantizedMatrix::kCentroids);
  std::memcpy(points.data(), bytes.data(), bytes.size());
  if (!std::ranges::all_of(points, [](float x) { return std::isfinite(x); })) {
    FailAtByte(cursor.source(), begin, fmt::format("{} has a number that is not finite", what));
  }
  return points;
}

QuantizedMatrix TakeQuantized(FasttextCursor& cursor, std::int32_t columns, const char* what) {
  const std::size_t begin = cursor.at();
  const bool has_norms = cursor.Take<std::uint8_t>(what) != 0;
  const Shape shape = TakeShape(cursor, columns, what);
  const auto code_bytes = cursor.Take<std::int32_t>(what);
  if (code_bytes < 0 || static_cast<std::size_t>(code_bytes) > cursor.left()) {
    FailTooLong(cursor, begin, what, shape.rows);
  }
  QuantizedMatrix matrix;
  matrix.owner = cursor.source().owner;
  matrix.rows = shape.rows;
  matrix.columns = shape.columns;
  matrix.codes = Codes(cursor.TakeBytes(static_cast<std::uint64_t>(code_bytes), what));
  matrix.centroids = TakePoints(cursor, shape.columns, matrix.piece, what);
  const std::size_t pieces = matrix.Pieces();
  if (matrix.codes.size() / pieces != matrix.rows || matrix.codes.size() % pieces != 0) {
    FailAtByte(cursor.source(), begin,
               fmt::format("{} has {} codes for {} rows of {} pieces", what, code_bytes, shape.rows,
                           pieces));
  }
  if (!has_norms) return matrix;
  matrix.norm_codes = Codes(cursor.TakeBytes(matrix.rows, what));
  std::size_t one = 0;
  matrix.norms = TakePoints(cursor, 1, one, what);
  return matrix;
}

FasttextMatrix TakeDense(FasttextCursor& cursor, std::int32_t columns, const char* what) {
  const std::size_t begin = cursor.at();
  const Shape shape = TakeShape(cursor, columns, what);
  const std::uint64_t row_bytes = shape.columns * sizeof(float);
  if (shape.rows > cursor.left() / row_bytes) FailTooLong(cursor, begin, what, shape.rows);
  return {.rows = shape.rows, .bytes = cursor.TakeBytes(shape.rows * row_bytes, what)};
}

void AppendQuantizer(std::size_t columns, std::size_t piece, std::span<const float> points,
                     std::string& bytes) {
  const std::size_t pieces = (columns + piece - 1) / piece;
  for (const std::size_t number : {columns, pieces, piece, columns - (pieces - 1) * piece}) {
    AppendLittleEndian(bytes, static_cast<std::int32_t>(number));
  }
  for (const float point : points) AppendLittleEndian(bytes, point);
}

}  // namespace

Matrix FasttextMatrix::Rows(const Source& source, std::size_t begin, std::size_t count,
                            std::size_t dim) const {
  if (codes) return codes->Decode(begin, count, RowLayout::kDense);
  return DenseRows(source, bytes.substr(begin * dim * sizeof(float)), count, dim);
}

FasttextMatrix TakeFasttextMatrix(FasttextCursor& cursor, bool quantised, std::int32_t columns,
                                  const char* what) {
  if (!quantised) return TakeDense(cursor, columns, what);
  FasttextMatrix matrix;
  matrix.codes = TakeQuantized(cursor, columns, what);
  matrix.rows = matrix.codes->rows;
  return matrix;
}

void BeginMatrix(std::size_t rows, std::size_t columns, base::AtomicFile& file) {
  std::string bytes(1, '\0');
  AppendLittleEndian(bytes, static_cast<std::int64_t>(rows));
  AppendLittleEndian(bytes, static_cast<std::int64_t>(columns));
  file.Write(bytes);
}

void WriteQuantized(const QuantizedMatrix& matrix, base::AtomicFile& file) {
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  if (matrix.codes.size() > kMost) {
    throw Error(ErrorKind::kFormat,
                fmt::format("fasttext holds no more than {} codes, not {}: quantise with longer "
                            "pieces, or fewer words and n-grams",
                            kMost, matrix.codes.size()));
  }
  std::string bytes = {'\1', static_cast<char>(matrix.norms.empty() ? 0 : 1)};
  AppendLittleEndian(bytes, static_cast<std::int64_t>(matrix.rows));
  AppendLittleEndian(bytes, static_cast<std::int64_t>(matrix.columns));
  AppendLittleEndian(bytes, static_cast<std::int32_t>(matrix.codes.size()));
  file.Write(bytes);
  file.Write(std::as_bytes(matrix.codes));
  bytes.clear();
  AppendQuantizer(matrix.columns, matrix.piece, matrix.centroids, bytes);
  file.Write(bytes);
  if (matrix.norms.empty()) return;
  file.Write(std::as_bytes(matrix.norm_codes));
  bytes.clear();
  AppendQuantizer(1, 1, matrix.norms, bytes);
  file.Write(bytes);
}

}  // namespace firth::formats
