/// UTF-8: validity, repair and letter case (tables of ICU).
#pragma once

#include <string>
#include <string_view>

namespace firth::base {

bool IsAscii(std::string_view text);
bool IsValidUtf8(std::string_view text);

/// Replaces `out` by `text` with every bad sequence as one U+FFFD per maximal part, as the Unicode
/// Standard recommends (3.9, "substitution of maximal subparts").
void RepairUtf8(std::string_view text, std::string& out);

/// Full case mapping, without regard to a language. REQUIRES: IsValidUtf8(text).
std::string LowerCase(std::string_view text);
std::string UpperCase(std::string_view text);
/// As C's toupper in the "C" locale: a to z alone.
std::string UpperCaseAscii(std::string_view text);

}  // namespace firth::base
