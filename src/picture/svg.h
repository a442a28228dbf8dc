/// The few elements of SVG 1.1 that pictures are made of.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "firth/picture.h"

namespace firth::picture {

/// What every picture is written in; widths of text are those of its widest (text_width.h).
inline constexpr std::string_view kFonts =
    "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif";
inline constexpr std::string_view kInk = "#1c2430";    ///< text
inline constexpr std::string_view kFaint = "#5b6675";  ///< axes, captions
inline constexpr std::string_view kRule = "#e3e7ec";   ///< lines behind the data

/// Of like lightness, told apart by people of any colour vision: Okabe and Ito's (2008) blue,
/// orange, green, vermillion, purple and sky, darkened for white paper, with a brown and a grey.
inline constexpr std::array<std::string_view, kMapColors> kColors = {
    "#0072b2", "#d55e00", "#008a62", "#b0528a", "#b97a00", "#2f8fc4", "#7a5c3e", "#5f6b7a"};

/// Text for between tags and within attributes: repaired, &<>" escaped, without the control
/// characters that XML has no way to write.
std::string Escaped(std::string_view text);

/// A number with at most two places behind the point: "3.5".
std::string Short(double number);

/// A document that grows from behind to the front.
class Svg {
 public:
  /// White, `title` being what is read out for it.
  Svg(std::size_t width, std::size_t height, std::string_view title);

  template <class... Values>
  void Add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_ += '\n';
  }

  /// `anchor`: "start", "middle" or "end"; y is the line that letters stand on.
  void Text(double x, double y, double size, std::string_view text, std::string_view anchor,
            std::string_view color, std::string_view more = {});

  std::string Finish() &&;

 private:
  std::string text_;
};

}  // namespace firth::picture
