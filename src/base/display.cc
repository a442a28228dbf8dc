#include "base/display.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace firth::base {
namespace {

std::size_t WidthOf(UChar32 point) {
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::string WithThousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::size_t DisplayWidth(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    UChar32 point = 0;
    U8_NEXT(bytes, at, text.size(), point);
    width += point < 0 ? 1 : WidthOf(point);
  }
  return width;
}

}  // namespace firth::base
