#include "text/normalizer/lowercase.h"

#include "base/ascii.h"
#include "base/utf8.h"

namespace firth::text {

std::string_view LowerCaseLine(std::string_view line, std::string& scratch) {
  if (!base::IsAscii(line)) {
    scratch = base::LowerCase(line);
    return scratch;
  }
  scratch.assign(line);
  for (char& c : scratch) c = base::LowerAscii(c);
  return scratch;
}

}  // namespace firth::text
