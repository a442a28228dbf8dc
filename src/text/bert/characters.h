/// What BERT's normalizer and pre-tokenizer make of single characters.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::text {

/// Behind the last character of ASCII.
inline constexpr char32_t kAsciiEnd = 0x80;

enum class CharacterKind : std::uint8_t {
  kPlain,
  kRemoved,       ///< control, format, private and unassigned characters, NUL and U+FFFD
  kBlank,         ///< white space
  kBlankControl,  ///< white space that goes with the control characters where these go
  kPunctuation,   ///< a word of its own
  kIdeograph,     ///< of Chinese: a word of its own
};

/// As Hugging Face's tokenizers see it, whose tables are older than ICU's: tools/unicode says of
/// which version, and makes the tables anew.
CharacterKind KindOf(char32_t character);

/// The longest that one character becomes.
inline constexpr std::size_t kLongestMapping = 4;

/// What one character becomes.
struct Characters {
  char32_t at[kLongestMapping];
  std::size_t count;
};

/// NFD without nonspacing marks (category Mn).
Characters WithoutAccents(char32_t character);
/// Unicode's canonical combining class: 0 for a character that stays where it is when marks are put
/// in order.
std::uint8_t CombiningClass(char32_t character);
/// Full lower case of one character, without regard to its neighbours.
Characters LowerCaseOf(char32_t character);

}  // namespace firth::text
