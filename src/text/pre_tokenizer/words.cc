#include "text/pre_tokenizer/words.h"

#include <algorithm>

#include "base/utf8.h"

namespace firth::text {
namespace {

/// ICU counts in 32 bits, and takes twice the memory of what it looks at.
constexpr std::size_t kMaxStretch = std::size_t{1} << 24;

struct Word {
  std::size_t end;
  bool is_ascii;
};

/// What begins at `at` and ends at the next blank.
Word WordAt(std::string_view line, std::size_t at) {
  unsigned bits = 0;
  for (; at < line.size() && !IsBlank(line[at]); ++at) bits |= static_cast<unsigned char>(line[at]);
  return {at, bits < 0x80};
}

}  // namespace

WordSplitter::Stretch WordSplitter::FirstStretch(std::string_view line) {
  const Word first = WordAt(line, 0);
  if (first.is_ascii) return {first.end, true};
  std::size_t end = first.end;
  for (std::size_t at = end; at < line.size() && end < kMaxStretch;) {
    while (at < line.size() && IsBlank(line[at])) ++at;
    const Word next = WordAt(line, at);
    if (next.is_ascii) break;
    at = end = next.end;
  }
  if (end <= kMaxStretch) return {end, false};
  end = kMaxStretch;
  while (base::ContinuesUtf8(line[end])) --end;
  return {end, false};
}

}  // namespace firth::text
