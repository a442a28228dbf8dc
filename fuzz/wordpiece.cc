/// Text to word pieces: ids are known, and places lie within the text, in order of their beginnings
/// where no marks are put in order.
#include <string>
#include <vector>

#include "firth/wordpiece.h"
#include "fuzz_reader.h"

namespace {

const std::vector<std::string> kPieces = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a",  "b",
                                          "##a",   "##b",   "ab",    "!",     "e",      "##e"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  firth::WordPieceSettings settings;
  settings.clean_text = (data[0] & 1) == 0;
  settings.handle_chinese_chars = (data[0] & 2) == 0;
  settings.strip_accents = (data[0] & 4) == 0;
  settings.lowercase = (data[0] & 8) == 0;
  const std::size_t limit = (data[0] & 16) == 0 ? 0 : 5;
  const bool ordered = !settings.strip_accents;
  const firth::WordPieceTokenizer tokenizer(kPieces, settings);
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  firth::Encoding encoding;
  tokenizer.Encode(text, limit, encoding);
  firth::fuzz::Require(encoding.ids.size() == encoding.ranges.size());
  firth::fuzz::Require(limit == 0 || encoding.ids.size() <= limit);
  std::size_t at = 0;
  for (std::size_t i = 1; i + 1 < encoding.ids.size(); ++i) {
    const firth::TextRange range = encoding.ranges[i];
    firth::fuzz::Require(firth::Index(encoding.ids[i]) < kPieces.size());
    firth::fuzz::Require(range.begin <= range.end && range.end <= text.size());
    firth::fuzz::Require(!ordered || range.begin >= at);
    at = range.begin;
  }
  return 0;
}
