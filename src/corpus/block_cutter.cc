#include "corpus/block_cutter.h"

#include <algorithm>

#include "base/utf8.h"
#include "firth/corpus.h"

namespace firth::corpus {
namespace {

bool IsCut(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\0'; }

}  // namespace

std::size_t BlockLength(std::string_view text, bool at_end) {
  if (text.size() <= kBlockBytes) return at_end ? text.size() : 0;
  const std::size_t newline = text.rfind('\n', kBlockBytes - 1);
  if (newline != std::string_view::npos) return newline + 1;
  const std::string_view longest = text.substr(0, kMaxBlockBytes);
  const auto blank = std::find_if(longest.begin() + kBlockBytes, longest.end(), IsCut);
  if (blank != longest.end()) return static_cast<std::size_t>(blank - longest.begin()) + 1;
  if (text.size() < kMaxBlockBytes) return at_end ? text.size() : 0;
  std::size_t length = kMaxBlockBytes;
  while (length > kMaxBlockBytes - 4 && length < text.size() && base::ContinuesUtf8(text[length]))
    --length;
  return length;
}

}  // namespace firth::corpus
