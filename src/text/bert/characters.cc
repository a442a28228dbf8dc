#include "text/bert/characters.h"

#include <algorithm>
#include <array>
#include <span>

#include "text/bert/character_tables.h"

namespace firth::text {
namespace {

/// The entry of a table of ranges that holds `character`; null when none does.
template <class Range>
const Range* RangeOf(std::span<const Range> ranges, char32_t character) {
  const auto behind = std::ranges::upper_bound(ranges, character, {}, &Range::first);
  if (behind == ranges.begin()) return nullptr;
  const Range& range = *(behind - 1);
  return character <= range.last ? &range : nullptr;
}

template <class Mapping>
const Mapping* MappingOf(std::span<const Mapping> mappings, char32_t character) {
  const auto at = std::ranges::lower_bound(mappings, character, {}, &Mapping::from);
  return at != mappings.end() && at->from == character ? &*at : nullptr;
}

CharacterKind FindKind(char32_t character) {
  const auto* range = RangeOf(std::span(kKindRanges, kKindRangesCount), character);
  return range == nullptr ? CharacterKind::kPlain : range->kind;
}

std::array<CharacterKind, kAsciiEnd> AsciiKinds() {
  std::array<CharacterKind, kAsciiEnd> kinds{};
  for (char32_t c = 0; c < kAsciiEnd; ++c) kinds[c] = FindKind(c);
  return kinds;
}

constexpr Characters Itself(char32_t character) { return {{character}, 1}; }

/// A syllable of Hangul as its letters (The Unicode Standard, 3.12).
Characters Jamo(char32_t syllable) {
  constexpr char32_t kVowels = 21;
  constexpr char32_t kEnds = 28;  // one of them is none
  const char32_t index = syllable - 0xAC00;
  const char32_t end = index % kEnds;
  return {{0x1100 + index / (kVowels * kEnds), 0x1161 + index % (kVowels * kEnds) / kEnds,
           0x11A7 + end},
          end == 0 ? 2U : 3U};
}

bool IsHangulSyllable(char32_t character) { return character >= 0xAC00 && character <= 0xD7A3; }

}  // namespace

CharacterKind KindOf(char32_t character) {
  static const std::array<CharacterKind, kAsciiEnd> kAscii = AsciiKinds();
  return character < kAsciiEnd ? kAscii[character] : FindKind(character);
}

Characters WithoutAccents(char32_t character) {
  if (character < kAsciiEnd) return Itself(character);
  if (IsHangulSyllable(character)) return Jamo(character);
  if (const auto* pair = MappingOf(std::span(kBarePairs, kBarePairsCount), character)) {
    return Itself(pair->to);
  }
  if (RangeOf(std::span(kMarks, kMarksCount), character) != nullptr) return {};
  const auto* mapping = MappingOf(std::span(kBareLong, kBareLongCount), character);
  return mapping == nullptr ? Itself(character) : mapping->to;
}

std::uint8_t CombiningClass(char32_t character) {
  if (character < kAsciiEnd) return 0;
  const auto* range = RangeOf(std::span(kClassRanges, kClassRangesCount), character);
  return range == nullptr ? 0 : range->combining_class;
}

Characters LowerCaseOf(char32_t character) {
  if (character < kAsciiEnd) {
    const bool upper = character >= U'A' && character <= U'Z';
    return Itself(upper ? character + (U'a' - U'A') : character);
  }
  if (const auto* pair = MappingOf(std::span(kLowerPairs, kLowerPairsCount), character)) {
    return Itself(pair->to);
  }
  const auto* mapping = MappingOf(std::span(kLowerLong, kLowerLongCount), character);
  return mapping == nullptr ? Itself(character) : mapping->to;
}

}  // namespace firth::text
