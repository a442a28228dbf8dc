/// Ids in two bytes each, four for rare words.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "firth/types.h"
#include "train/ingest/block_encoder.h"

namespace firth::train {

/// How the ids below `words`, and the ends of sentences, are written as units of 16 bits. Ids go by
/// frequency, so nearly all of them are small: an id below `direct()` is a unit by itself. A larger
/// one is two units: which 65,536 it lies in, counted down from the unit below kEnd, and where
/// there. 0xFFFF ends a sentence. So a vocabulary of up to 65,535 words has two bytes a token.
class IdCode {
 public:
  using Unit = std::uint16_t;
  static constexpr Unit kEnd = 0xFFFF;
  /// The most words that can be written so: (2^16 - 1) x 2^16.
  static constexpr std::uint64_t kMaxWords = std::uint64_t{0xFFFF} << 16;
  /// Units that one id takes at most.
  static constexpr std::size_t kMostUnits = 2;

  /// REQUIRES: words <= kMaxWords.
  explicit constexpr IdCode(std::uint64_t words)
      : words_(words), direct_(static_cast<std::uint32_t>(DirectIds(words))) {}

  std::uint64_t words() const { return words_; }
  std::uint32_t direct() const { return direct_; }

  /// Writes an id at `out`, which has room for kMostUnits; returns what follows.
  /// REQUIRES: id < words().
  Unit* Put(std::uint32_t id, Unit* out) const {
    if (id < direct_) {
      *out = static_cast<Unit>(id);
      return out + 1;
    }
    out[0] = static_cast<Unit>(kEnd - 1 - (id >> 16));
    out[1] = static_cast<Unit>(id);
    return out + 2;
  }

  /// Takes the first id off `units` when that is not `direct`: the long way of Decode. kSentenceEnd
  /// for an end; nothing when no such code was ever written.
  std::optional<TokenId> TakeOther(std::span<const Unit>& units) const {
    const Unit first = units[0];
    if (first == kEnd) {
      units = units.subspan(1);
      return kSentenceEnd;
    }
    if (units.size() < 2) return std::nullopt;
    const std::uint64_t id = std::uint64_t{static_cast<Unit>(kEnd - 1 - first)} << 16 | units[1];
    if (id < direct_ || id >= words_) return std::nullopt;
    units = units.subspan(2);
    return TokenId{static_cast<std::uint32_t>(id)};
  }

  /// Calls take(id) for each id, kSentenceEnd included. False, and an end there, at a unit that
  /// nobody wrote: every id that is given is below words().
  template <class Take>
  bool ForEach(std::span<const Unit> units, const Take& take) const {
    while (!units.empty()) {
      if (units[0] < direct_) [[likely]] {
        take(TokenId{units[0]});
        units = units.subspan(1);
        continue;
      }
      const auto other = TakeOther(units);
      if (!other) return false;
      take(*other);
    }
    return true;
  }

  /// Writes the ids at `out`, which has room for as many as there are units; returns what follows
  /// the last one, or null at a unit that nobody wrote.
  TokenId* Decode(std::span<const Unit> units, TokenId* out) const {
    const bool whole = ForEach(units, [&](TokenId id) { *out++ = id; });
    return whole ? out : nullptr;
  }

 private:
  /// Ids that are units by themselves: those that leave room for kEnd and the first halves of the
  /// others.
  static constexpr std::uint64_t DirectIds(std::uint64_t words) {
    if (words <= kEnd) return words;
    return kEnd - std::min<std::uint64_t>(kEnd, ((words - 1) >> 16) + 1);
  }

  std::uint64_t words_;
  std::uint32_t direct_;
};

}  // namespace firth::train
