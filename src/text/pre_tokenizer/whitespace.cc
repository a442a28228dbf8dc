#include "text/pre_tokenizer/whitespace.h"

namespace firth::text {

void SplitAtBlanks(std::string_view line, std::vector<std::string_view>& words,
                   TextWarnings& warnings) {
  words.clear();
  const char* at = line.data();
  const char* const end = at + line.size();
  while (true) {
    while (at != end && IsBlank(*at)) ++at;
    if (at == end) return;
    const char* const start = at;
    while (at != end && !IsBlank(*at)) ++at;
    const auto length = static_cast<std::size_t>(at - start);
    if (length <= kMaxWordBytes) {
      words.emplace_back(start, length);
    } else {
      ++warnings.overlong_words;
    }
  }
}

}  // namespace firth::text
