/// Draws words in proportion to a power of their counts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.h"
#include "firth/text.h"
#include "kernels/prefetch.h"

namespace firth::models {

/// Walker's alias method (Vose 1991): a draw costs one random number and one look at 8 bytes,
/// whatever the vocabulary's size; word2vec.c's table takes 400 MB. Threads: drawing from several
/// is safe, each with its own stream.
class NegativeSampler {
 public:
  /// P(word) in proportion to count^power. A word without a count is never drawn, nor is
  /// `excluded`. REQUIRES: some other word has a count.
  NegativeSampler(const Vocabulary& vocabulary, double power,
                  std::optional<TokenId> excluded = std::nullopt);

  TokenId Draw(base::SplitMix64& random) const { return At(random()); }

  /// The word that a random number draws.
  TokenId At(std::uint64_t bits) const {
    const std::uint32_t own = CellOf(bits);
    const Cell& cell = cells_[own];
    // No branch: it would be guessed wrong every other time, and found out only when the cell has
    // come from memory.
    const std::uint32_t is_own = -std::uint32_t{static_cast<std::uint32_t>(bits) < cell.threshold};
    return TokenId{(own & is_own) | (cell.other & ~is_own)};
  }

  /// Asks for what At will look at.
  void Fetch(std::uint64_t bits) const { kernels::PrefetchLine(&cells_[CellOf(bits)]); }

  /// May `other`, which stands near `drawn` in the vocabulary, be taken in its place? Neighbours by
  /// count are drawn about as often as each other; others may be frequent beside rare, or words
  /// that are never to be drawn.
  bool MayStandFor(TokenId drawn, TokenId other) const {
    return drawn == other || (by_count_ && other != excluded_);
  }

  /// Bytes that the sampler of so many words takes.
  static std::uint64_t MemoryBytes(std::size_t words) { return words * sizeof(Cell); }

 private:
  /// A draw that lands here is this word with probability threshold / 2^32, else `other`.
  struct Cell {
    std::uint32_t threshold;
    std::uint32_t other;
  };

  std::uint32_t CellOf(std::uint64_t bits) const {
    return static_cast<std::uint32_t>((bits >> 32) * cells_.size() >> 32);
  }

  std::vector<Cell> cells_;
  std::optional<TokenId> excluded_;
  bool by_count_;  ///< all words but the excluded have counts, none a higher one than those before
};

}  // namespace firth::models
