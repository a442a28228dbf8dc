#include "text/normalizer/lowercase.h"

#include "base/utf8.h"

namespace firth::text {

std::string_view LowerCaseLine(std::string_view line, std::string& scratch) {
  if (!base::IsAscii(line)) {
    scratch = base::LowerCase(line);
    return scratch;
  }
  scratch.assign(line);
  for (char& c : scratch) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return scratch;
}

}  // namespace firth::text
