#include "text/normalizer/utf8_repair.h"

#include "base/utf8.h"

namespace firth::text {

std::string_view RepairLine(std::string_view line, std::string& scratch, TextWarnings& warnings) {
  if (base::IsValidUtf8(line)) return line;
  base::RepairUtf8(line, scratch);
  ++warnings.invalid_utf8_lines;
  return scratch;
}

}  // namespace firth::text
