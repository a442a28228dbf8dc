/// Numbers as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firth::formats {

/// A whole token as a float, correctly rounded, whatever the locale; nothing when it is no number.
/// Too small a number is 0, too large a one and "inf" are infinite, "nan" is a NaN: the caller
/// decides on these.
std::optional<float> ParseFloat(std::string_view token);

/// The shortest decimal that reads back as the same float.
void AppendShortest(std::string& out, float value);

/// Five significant digits, as a C++ stream with setprecision(5) has them.
void AppendFiveDigits(std::string& out, float value);

/// What AppendFiveDigits leaves of a number.
float RoundedToFiveDigits(float value);

}  // namespace firth::formats
