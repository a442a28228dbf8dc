#include "formats/numbers.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace firth::formats {
namespace {

/// A decimal beyond the range of floats: is it beyond the large end? Judged by its exponent or,
/// without one, by whether its whole part is zero.
float OutOfRange(std::string_view token) {
  const bool negative = token.front() == '-';
  if (negative) token.remove_prefix(1);
  const auto exponent = token.find_first_of("eE");
  const bool small = exponent != std::string_view::npos
                         ? token.substr(exponent + 1, 1) == "-"
                         : token.starts_with('0') || token.starts_with('.');
  const float magnitude = small ? 0.0F : std::numeric_limits<float>::infinity();
  return negative ? -magnitude : magnitude;
}

}  // namespace

std::optional<float> ParseFloat(std::string_view token) {
  if (token.starts_with('+')) {
    token.remove_prefix(1);
    if (token.starts_with('-')) return std::nullopt;
  }
  float value = 0;
  const char* end = token.data() + token.size();
  const auto [stop, status] = std::from_chars(token.data(), end, value);
  if (stop != end || status == std::errc::invalid_argument) return std::nullopt;
  if (status == std::errc()) return value;
  return OutOfRange(token);
}

void AppendShortest(std::string& out, float value) {
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof(digits), value);
  out.append(digits, result.ptr);
}

void AppendFiveDigits(std::string& out, float value) {
  char digits[32];
  const auto result =
      std::to_chars(digits, digits + sizeof(digits), value, std::chars_format::general, 5);
  out.append(digits, result.ptr);
}

float RoundedToFiveDigits(float value) {
  char digits[32];
  const auto result =
      std::to_chars(digits, digits + sizeof(digits), value, std::chars_format::general, 5);
  float rounded = 0;
  std::from_chars(digits, result.ptr, rounded);
  return rounded;
}

}  // namespace firth::formats
