/// UTF-8: validity, repair and letter case (tables of ICU).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace firth::base {

/// Is this byte one behind the first of a character (10xxxxxx)?
inline bool ContinuesUtf8(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

struct Character {
  char32_t code_point;  ///< U+FFFD for bytes that are no UTF-8
  std::size_t length;   ///< bytes
};
/// The first character of `text`; of bad bytes, one maximal part. REQUIRES: not empty.
Character FirstCharacter(std::string_view text);
void AppendCharacter(char32_t code_point, std::string& out);

bool IsAscii(std::string_view text);
bool IsValidUtf8(std::string_view text);

/// Replaces `out` by `text` with every bad sequence as one U+FFFD per maximal part, as the Unicode
/// Standard recommends (3.9, "substitution of maximal subparts").
void RepairUtf8(std::string_view text, std::string& out);

/// A bad sequence and where its U+FFFD, of three bytes, stands.
struct Utf8Repair {
  std::size_t bad_begin = 0;  ///< in the text
  std::size_t bad_end = 0;
  std::size_t good_begin = 0;  ///< in the repaired copy
};

/// The same, noting in `repairs` (replaced) all that was changed, in order.
void RepairUtf8(std::string_view text, std::string& out, std::vector<Utf8Repair>& repairs);

/// Which tables these functions, and word breaking, go by: "72.1".
std::string_view UnicodeTables();

/// Full case mapping, without regard to a language. REQUIRES: IsValidUtf8(text).
std::string LowerCase(std::string_view text);
std::string UpperCase(std::string_view text);
/// As C's toupper in the "C" locale: a to z alone.
std::string UpperCaseAscii(std::string_view text);

}  // namespace firth::base
