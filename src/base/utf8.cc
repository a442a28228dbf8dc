#include "base/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/utf8.h>
#include <unicode/uvernum.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "firth/error.h"

namespace firth::base {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// ICU counts in 32 bits; no word and no piece of text that firth hands it is longer.
std::int32_t Length(std::string_view text) { return static_cast<std::int32_t>(text.size()); }

/// Reads one code point at `at`, which moves past it; negative when the bytes are bad.
UChar32 Next(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 code_point = 0;
  U8_NEXT(bytes, at, text.size(), code_point);
  return code_point;
}

/// REQUIRES: 8 bytes at `at`.
bool AreEightAscii(const char* at) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, at, 8);
  return (eight & 0x8080808080808080U) == 0;
}

}  // namespace

Character FirstCharacter(std::string_view text) {
  std::size_t at = 0;
  const UChar32 code_point = Next(text, at);
  return {code_point < 0 ? U'\uFFFD' : static_cast<char32_t>(code_point), at};
}

void AppendCharacter(char32_t code_point, std::string& out) {
  std::uint8_t bytes[U8_MAX_LENGTH];
  std::size_t length = 0;
  const auto character = static_cast<std::uint32_t>(code_point);
  U8_APPEND_UNSAFE(bytes, length, character);
  out.append(reinterpret_cast<const char*>(bytes), length);
}

bool IsAscii(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; end - at >= 8; at += 8) {
    if (!AreEightAscii(at)) return false;
  }
  return std::all_of(at, end, [](char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; });
}

bool IsValidUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= 8 && AreEightAscii(text.data() + at)) {
      at += 8;
    } else if (Next(text, at) < 0) {
      return false;
    }
  }
  return true;
}

void RepairUtf8(std::string_view text, std::string& out) {
  std::vector<Utf8Repair> repairs;
  RepairUtf8(text, out, repairs);
}

void RepairUtf8(std::string_view text, std::string& out, std::vector<Utf8Repair>& repairs) {
  out.clear();
  repairs.clear();
  std::size_t good = 0;  // everything before it is copied
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (Next(text, at) >= 0) continue;
    out.append(text.substr(good, start - good));
    repairs.push_back({start, at, out.size()});
    out.append(kReplacement);
    good = at;
  }
  out.append(text.substr(good));
}

std::string_view UnicodeTables() { return U_ICU_VERSION; }

std::string LowerCase(std::string_view text) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out, Length(text));
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(text.data(), Length(text)), sink, nullptr,
                            status);
  if (U_FAILURE(status)) throw Error(ErrorKind::kInput, u_errorName(status));
  return out;
}

std::string UpperCase(std::string_view text) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out, Length(text));
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8ToUpper("", 0, icu::StringPiece(text.data(), Length(text)), sink, nullptr,
                            status);
  if (U_FAILURE(status)) throw Error(ErrorKind::kInput, u_errorName(status));
  return out;
}

std::string UpperCaseAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace firth::base
