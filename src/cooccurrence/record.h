/// The records of GloVe's program `cooccur`.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

namespace firth::cooccurrence {

/// One cell, little-endian, 16 bytes without padding. Words are numbered from 1, as the lines of
/// the vocabulary file are.
struct Record {
  std::int32_t row = 0;
  std::int32_t column = 0;
  double count = 0;
};
static_assert(sizeof(Record) == 16 && std::is_trivially_copyable_v<Record>);

inline constexpr std::uint64_t kMostRecordWords = std::numeric_limits<std::int32_t>::max();

}  // namespace firth::cooccurrence
