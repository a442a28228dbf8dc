/// The tables behind characters.h, in the order of code points. tools/unicode makes them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "text/bert/characters.h"

namespace firth::text {

struct KindRange {
  char32_t first;
  char32_t last;
  CharacterKind kind;
};
struct CharacterRange {
  char32_t first;
  char32_t last;
};
struct ClassRange {
  char32_t first;
  char32_t last;
  std::uint8_t combining_class;
};
struct CharacterPair {
  char32_t from;
  char32_t to;
};
struct LongMapping {
  char32_t from;
  Characters to;
};

extern const KindRange kKindRanges[];
extern const std::size_t kKindRangesCount;
/// What WithoutAccents leaves out.
extern const CharacterRange kMarks[];
extern const std::size_t kMarksCount;
extern const ClassRange kClassRanges[];
extern const std::size_t kClassRangesCount;
extern const CharacterPair kBarePairs[];
extern const std::size_t kBarePairsCount;
extern const LongMapping kBareLong[];
extern const std::size_t kBareLongCount;
extern const CharacterPair kLowerPairs[];
extern const std::size_t kLowerPairsCount;
extern const LongMapping kLowerLong[];
extern const std::size_t kLowerLongCount;

}  // namespace firth::text
