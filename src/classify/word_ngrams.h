/// Runs of words as features.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace firth::classify {

/// A word's hash (SubwordHash), with a sign: so fastText has it.
using WordHash = std::int32_t;

/// Calls visit(bucket) for each run of 2 to `longest` of `count` words, in fastText's order:
/// hash_of(i) is the hash of word i. A run's hash is h * 116049371 + that of its next word, in 64
/// bits, signs extended.
template <class HashOf, class Visit>
void ForEachWordNgram(std::size_t count, std::size_t longest, std::uint32_t buckets,
                      const HashOf& hash_of, const Visit& visit) {
  constexpr std::uint64_t kFactor = 116049371;
  const auto extended = [&](std::size_t i) {
    return static_cast<std::uint64_t>(std::int64_t{WordHash{hash_of(i)}});
  };
  for (std::size_t begin = 0; begin + 1 < count; ++begin) {
    std::uint64_t hash = extended(begin);
    const std::size_t end = std::min(count, begin + longest);
    for (std::size_t i = begin + 1; i < end; ++i) {
      hash = hash * kFactor + extended(i);
      visit(static_cast<std::uint32_t>(hash % buckets));
    }
  }
}

}  // namespace firth::classify
