#include "hnsw/coded_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "firth/error.h"

namespace firth::hnsw {
namespace {

/// Rows that are compared by one call of a kernel.
constexpr std::size_t kTogether = 64;
constexpr float kLargestInt8 = 127;
constexpr float kFar = std::numeric_limits<float>::max();

/// What a vector is multiplied by before it is coded.
double ScaleOf(Metric metric, double square) {
  if (metric != Metric::kCosine) return 1;
  return square > 0 ? 1 / std::sqrt(square) : 0;
}

/// Rounds to the nearest, to even where two are as near. REQUIRES: finite.
std::uint16_t BfloatOf(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

/// Codes of one vector, and their factor.
float Encode(std::span<const float> row, double scale, double, std::uint16_t* out) {
  for (const float number : row) *out++ = BfloatOf(static_cast<float>(double{number} * scale));
  return 1;
}

float Encode(std::span<const float> row, double scale, double, float* out) {
  for (const float number : row) *out++ = static_cast<float>(double{number} * scale);
  return 1;
}

float Encode(std::span<const float> row, double scale, double, std::int8_t* out) {
  double largest = 0;
  for (const float number : row) largest = std::max(largest, std::abs(double{number}));
  const double step = largest > 0 ? double{kLargestInt8} / largest : 0;
  for (const float number : row) *out++ = static_cast<std::int8_t>(std::lround(number * step));
  return static_cast<float>(largest * scale / double{kLargestInt8});
}

float Encode(std::span<const float> row, double scale, double square, std::uint64_t* out) {
  std::fill_n(out, CodeColumns(Storage::kBinary, row.size()), 0);
  for (std::size_t c = 0; c < row.size(); ++c) {
    out[c / 64] |= std::uint64_t{row[c] < 0} << (c % 64);
  }
  return static_cast<float>(std::sqrt(square) * scale);
}

/// Owned by what MakeCodes returns.
template <class Number>
struct Made {
  std::vector<Number> numbers;
  std::vector<float> factors;
};

template <Storage kStorage>
Codes Make(const Distances& distances) {
  using Number = typename CodeOf<kStorage>::Number;
  const MatrixView rows = distances.rows();
  const std::size_t columns = CodeColumns(kStorage, rows.columns);
  auto made = std::make_shared<Made<Number>>();
  made->numbers.resize(rows.rows * columns);
  made->factors.resize(rows.rows);
  for (Row row = 0; row < rows.rows; ++row) {
    const auto numbers = rows.Row(RowId{row});
    const double square = Distances::SquareOf(numbers);
    made->factors[row] = Encode(numbers, ScaleOf(distances.metric(), square), square,
                                made->numbers.data() + row * columns);
  }
  return {.numbers = made->numbers.data(),
          .factors = kStorage == Storage::kBf16 ? nullptr : made->factors.data(),
          .owner = made};
}

}  // namespace

Codes MakeCodes(const Distances& rows, Storage storage) {
  if (rows.rows().columns > kMostCodedColumns) {
    throw Error(ErrorKind::kInput,
                fmt::format("vectors of {} numbers are stored as float32 alone; {} is the most for "
                            "other storage",
                            rows.rows().columns, kMostCodedColumns));
  }
  switch (storage) {
    case Storage::kBf16:
      return Make<Storage::kBf16>(rows);
    case Storage::kInt8:
      return Make<Storage::kInt8>(rows);
    default:
      return Make<Storage::kBinary>(rows);
  }
}

template <Storage kStorage>
CodedDistances<kStorage>::CodedDistances(const Distances& rows, Codes codes)
    : rows_(&rows), codes_(std::move(codes)), columns_(CodeColumns(kStorage, rows.rows().columns)) {
  if constexpr (kStorage == Storage::kBinary) {
    // Of random planes the share that parts two vectors is their angle over pi (Charikar 2002,
    // doi 10.1145/509907.509965).
    const std::size_t columns = rows.rows().columns;
    for (std::size_t bits = 0; bits <= columns_ * 64; ++bits) {
      const double share = std::min(1.0, static_cast<double>(bits) / static_cast<double>(columns));
      cosines_.push_back(static_cast<float>(std::cos(std::numbers::pi * share)));
    }
  }
}

template <Storage kStorage>
typename CodedDistances<kStorage>::Query CodedDistances<kStorage>::Of(
    std::span<const float> numbers) const {
  const double square = Distances::SquareOf(numbers);
  Query query;
  query.numbers.resize(columns_);
  query.factor = Encode(numbers, ScaleOf(rows_->metric(), square), square, query.numbers.data());
  query.term = rows_->metric() == Metric::kL2 ? static_cast<float>(square) : 1;
  return query;
}

template <Storage kStorage>
void CodedDistances<kStorage>::Dots(const Query& query, std::span<const Row> rows,
                                    std::span<float> dots) const {
  const auto ask = [&](const auto kernel, auto* out) {
    kernel({.query = query.numbers.data(),
            .rows = codes(),
            .stride = columns_,
            .columns = columns_,
            .picked = rows.data(),
            .count = rows.size(),
            .out = out});
  };
  const kernels::Kernels<float>& kernels = rows_->kernels();
  if constexpr (kStorage == Storage::kBf16) {
    ask(kernels.dot_picked_bfloats, dots.data());
  } else if constexpr (kStorage == Storage::kInt8) {
    std::array<std::int32_t, kTogether> whole;
    ask(kernels.dot_picked_int8s, whole.data());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      dots[i] = static_cast<float>(whole[i]) * query.factor * codes_.factors[rows[i]];
    }
  } else {
    std::array<std::uint32_t, kTogether> bits;
    ask(kernels.count_differing_bits, bits.data());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      dots[i] = cosines_[bits[i]] * query.factor * codes_.factors[rows[i]];
    }
  }
}

template <Storage kStorage>
void CodedDistances<kStorage>::Between(const Query& query, std::span<const Row> rows,
                                       std::span<float> distances) const {
  const Metric metric = rows_->metric();
  for (std::size_t at = 0; at < rows.size(); at += kTogether) {
    const auto some = rows.subspan(at, std::min(kTogether, rows.size() - at));
    const auto of_some = distances.subspan(at, some.size());
    Dots(query, some, of_some);
    // Codes of cosines are of vectors of length 1.
    const auto term_of = [&](std::size_t i) {
      return metric == Metric::kCosine ? 1.0F : rows_->terms()[some[i]];
    };
    BecomeDistances(metric, query.term, term_of, of_some);
    for (float& distance : of_some) distance = distance < kFar ? distance : kFar;
  }
}

template class CodedDistances<Storage::kBf16>;
template class CodedDistances<Storage::kInt8>;
template class CodedDistances<Storage::kBinary>;

CodedRows MakeCodedRows(const Distances& rows, Storage storage, const Codes& codes) {
  switch (storage) {
    case Storage::kBf16:
      return CodedDistances<Storage::kBf16>(rows, codes);
    case Storage::kInt8:
      return CodedDistances<Storage::kInt8>(rows, codes);
    case Storage::kBinary:
      return CodedDistances<Storage::kBinary>(rows, codes);
    default:
      return std::monostate{};
  }
}

}  // namespace firth::hnsw
