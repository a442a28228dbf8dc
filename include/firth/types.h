/// The small distinct types that keep firth's numbers apart: a word's id is not a place in a
/// sentence, and neither is a row of a matrix, although all are whole numbers.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace firth {

/// A word of a Vocabulary: 0 is its first word. Ids are dense.
enum class TokenId : std::uint32_t {};

/// A row of a Matrix: 0 is its first row.
enum class RowId : std::uint32_t {};

/// A place in a sentence: 0 is its first token.
enum class Position : std::uint32_t {};

/// How often something was seen.
enum class Count : std::uint64_t {};

/// The largest number of words, and of rows, that firth holds: 2^32 - 2.
inline constexpr std::size_t kMaxTokens = std::numeric_limits<std::uint32_t>::max() - 1;

constexpr std::size_t Index(TokenId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t Index(RowId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t Index(Position position) { return static_cast<std::size_t>(position); }
constexpr std::uint64_t Value(Count count) { return static_cast<std::uint64_t>(count); }

constexpr Count operator+(Count a, Count b) { return Count{Value(a) + Value(b)}; }
constexpr Count& operator+=(Count& a, Count b) { return a = a + b; }

/// The row that holds a word's own vector.
constexpr RowId RowOf(TokenId id) { return RowId{static_cast<std::uint32_t>(id)}; }

}  // namespace firth
