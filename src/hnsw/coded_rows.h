/// Rows in fewer bits, which a walk compares in place of the vectors.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "firth/hnsw.h"
#include "hnsw/distances.h"
#include "kernels/prefetch.h"

namespace firth::hnsw {

/// Dot products of so many numbers fit whole numbers of 32 bits.
inline constexpr std::size_t kMostCodedColumns = 65'536;

/// What a storage makes of rows, each scaled to length 1 before when cosines are compared.
struct Codes {
  const void* numbers = nullptr;   ///< [rows, columns] of the storage's own type
  const float* factors = nullptr;  ///< [rows]: int8: of the numbers; binary: lengths; else null
  std::shared_ptr<const void> owner{};
};

/// int8: the largest number becomes 127 or -127; binary: a bit is 1 where a number is below 0.
/// Throws Error(kInput) for too many columns. REQUIRES: storage is not kFloat32.
Codes MakeCodes(const Distances& rows, Storage storage);

/// uint16 (bfloat16), int8 or uint64 (64 signs), as kernels/picked.h takes them.
template <Storage kStorage>
struct CodeOf;
template <>
struct CodeOf<Storage::kBf16> {
  using Number = std::uint16_t;
  using QueryNumber = float;
};
template <>
struct CodeOf<Storage::kInt8> {
  using Number = std::int8_t;
  using QueryNumber = std::int8_t;
};
template <>
struct CodeOf<Storage::kBinary> {
  using Number = std::uint64_t;
  using QueryNumber = std::uint64_t;
};

/// Numbers of a row's code.
constexpr std::size_t CodeColumns(Storage storage, std::size_t columns) {
  return storage == Storage::kBinary ? (columns + 63) / 64 : columns;
}

/// As Distances, of codes: what it says is near the true distance. A code that says nothing (in a
/// file that lies) is infinitely far. Threads: safe.
template <Storage kStorage>
class CodedDistances {
 public:
  using Number = typename CodeOf<kStorage>::Number;

  struct Query {
    std::vector<typename CodeOf<kStorage>::QueryNumber> numbers;
    float factor;
    float term;  ///< L2: the square of its length; cosine: 1
  };

  /// `rows` must outlive it.
  CodedDistances(const Distances& rows, Codes codes);

  /// REQUIRES: `numbers` as Distances::Of takes them.
  Query Of(std::span<const float> numbers) const;
  void Between(const Query& query, std::span<const Row> rows, std::span<float> distances) const;

  void Prefetch(Row row) const {
    kernels::PrefetchRow(codes() + row * columns_, std::min(columns_, kAhead));
    if (codes_.factors != nullptr) kernels::PrefetchLine(codes_.factors + row);
  }

 private:
  const Number* codes() const { return static_cast<const Number*>(codes_.numbers); }
  /// Dot products of the code with rows, at most kTogether of them.
  void Dots(const Query& query, std::span<const Row> rows, std::span<float> dots) const;

  const Distances* rows_;
  Codes codes_;
  std::size_t columns_;
  std::vector<float> cosines_;  ///< binary: of the angle that so many differing bits speak for
};

/// Nothing: the vectors themselves are compared.
using CodedRows = std::variant<std::monostate, CodedDistances<Storage::kBf16>,
                               CodedDistances<Storage::kInt8>, CodedDistances<Storage::kBinary>>;

/// `rows` must outlive the result.
CodedRows MakeCodedRows(const Distances& rows, Storage storage, const Codes& codes);

}  // namespace firth::hnsw
