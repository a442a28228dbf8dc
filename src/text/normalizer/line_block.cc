#include "text/normalizer/line_block.h"

#include "base/utf8.h"
#include "text/normalizer/lowercase.h"
#include "text/normalizer/utf8_repair.h"

namespace firth::text {
namespace {

/// Calls visit(line, with its newline or without one at the end of the text).
template <class Visit>
void ForEachWholeLine(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
    visit(text.substr(0, length));
    text.remove_prefix(length);
  }
}

}  // namespace

std::string_view NormalizeLines(std::string_view text, bool lowercase, std::string& scratch,
                                TextWarnings& warnings) {
  if (base::IsAscii(text)) return lowercase ? LowerCaseLine(text, scratch) : text;
  if (!lowercase && base::IsValidUtf8(text)) return text;
  scratch.clear();
  std::string repaired;
  std::string lowered;
  ForEachWholeLine(text, [&](std::string_view line) {
    line = RepairLine(line, repaired, warnings);
    if (lowercase) line = LowerCaseLine(line, lowered);
    scratch.append(line);
  });
  return scratch;
}

}  // namespace firth::text
