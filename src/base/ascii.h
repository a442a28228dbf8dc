/// Letters of ASCII, whatever the locale.
#pragma once

namespace firth::base {

/// A letter in lower case; any other byte as it is.
constexpr char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// A letter in upper case; any other byte as it is.
constexpr char UpperAscii(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

}  // namespace firth::base
