/// Text to words, by blanks and by Unicode's word boundaries: words are valid UTF-8, and where they
/// stood lies within the line, in order.
#include <string>
#include <vector>

#include "base/utf8.h"
#include "firth/text.h"
#include "fuzz_reader.h"

namespace {

using firth::Punctuation;
using firth::TokenizerKind;

void Split(const firth::TokenizerSettings& settings, std::string_view line) {
  const auto tokenizer = firth::MakeTokenizer(settings);
  std::vector<std::string_view> words;
  tokenizer->Split(line, words);
  std::vector<std::string> kept(words.begin(), words.end());
  for (const std::string& word : kept) {
    firth::fuzz::Require(!word.empty() && word.size() <= firth::kMaxWordBytes);
    firth::fuzz::Require(firth::base::IsValidUtf8(word));
  }
  std::vector<firth::TextRange> ranges;
  tokenizer->SplitWithRanges(line, words, ranges);
  firth::fuzz::Require(words.size() == kept.size() && ranges.size() == kept.size());
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    firth::fuzz::Require(words[i] == kept[i]);
    firth::fuzz::Require(ranges[i].begin >= at && ranges[i].end >= ranges[i].begin);
    at = ranges[i].end;
  }
  firth::fuzz::Require(at <= line.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view line(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool lowercase = (data[0] & 1) != 0;
  const auto punctuation = (data[0] & 2) != 0 ? Punctuation::kDrop : Punctuation::kKeep;
  Split({TokenizerKind::kWhitespace, Punctuation::kKeep, lowercase}, line);
  Split({TokenizerKind::kWords, punctuation, lowercase}, line);
  return 0;
}
