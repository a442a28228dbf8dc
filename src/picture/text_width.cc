#include "picture/text_width.h"

#include "base/display.h"
#include "base/utf8.h"

namespace firth::picture {
namespace {

/// DejaVu Sans 2.37, rounded up in classes.
double WidthOfAscii(char c) {
  constexpr std::string_view kNarrow = "ijlI.,:;'| ";
  constexpr std::string_view kSlim = "fJrt!()[]-/\\\"`";
  constexpr std::string_view kWide = "wCDGHKMNOQRUmW@%&+<=>~";
  constexpr std::string_view kWidest = "mMW@%";
  if (kWidest.find(c) != std::string_view::npos) return 1;
  if (kWide.find(c) != std::string_view::npos) return 0.84;
  if (kSlim.find(c) != std::string_view::npos) return 0.46;
  if (kNarrow.find(c) != std::string_view::npos) return 0.34;
  return c >= 'A' && c <= 'Z' ? 0.7 : 0.64;
}

}  // namespace

double TextWidth(std::string_view text) {
  double width = 0;
  while (!text.empty()) {
    const std::size_t length = base::FirstCharacter(text).length;
    if (length == 1) {
      width += WidthOfAscii(text.front());
    } else {
      // East Asian letters are as wide as high; Cyrillic and Greek ones like Latin capitals.
      width += base::DisplayWidth(text.substr(0, length)) == 2 ? 1.05 : 0.8;
    }
    text.remove_prefix(length);
  }
  return width;
}

}  // namespace firth::picture
