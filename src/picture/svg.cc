#include "picture/svg.h"

#include "base/utf8.h"

namespace firth::picture {

std::string Escaped(std::string_view text) {
  std::string good;
  base::RepairUtf8(text, good);
  std::string out;
  for (const char c : good) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  // These two are characters, but none of XML's.
  for (const std::string_view bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = out.find(bad); at != std::string::npos; at = out.find(bad)) {
      out.replace(at, bad.size(), "\xEF\xBF\xBD");
    }
  }
  return out;
}

std::string Short(double number) {
  std::string text = fmt::format("{:.2f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

Svg::Svg(std::size_t width, std::size_t height, std::string_view title) {
  Add(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" )"
      R"(font-family="{2}" role="img" aria-label="{3}">)",
      width, height, kFonts, Escaped(title));
  Add("<title>{}</title>", Escaped(title));
  Add(R"(<rect width="{}" height="{}" fill="#ffffff"/>)", width, height);
}

void Svg::Text(double x, double y, double size, std::string_view text, std::string_view anchor,
               std::string_view color, std::string_view more) {
  Add(R"(<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}{}>{}</text>)", Short(x),
      Short(y), Short(size), anchor, color, more.empty() ? "" : " ", more, Escaped(text));
}

std::string Svg::Finish() && {
  text_ += "</svg>\n";
  return std::move(text_);
}

}  // namespace firth::picture
