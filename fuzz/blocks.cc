/// Blocks of a text: put together again they are the text, but for a byte order mark.
#include <string>

#include "corpus/block_cutter.h"
#include "corpus/block_sequence.h"
#include "firth/corpus.h"
#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Short inputs are repeated, so that they fill several blocks.
  const std::string piece(reinterpret_cast<const char*>(data), size);
  std::string text;
  while (!piece.empty() && text.size() < 3 * firth::kBlockBytes) text += piece;
  std::string again;
  const auto reader = firth::corpus::BlocksOfText(text, nullptr);
  for (std::uint64_t number = 0; const auto block = reader->Next(); ++number) {
    firth::fuzz::Require(block->number == number);
    firth::fuzz::Require(!block->text.empty());
    firth::fuzz::Require(block->text.size() <= firth::corpus::kMaxBlockBytes);
    again += block->text;
  }
  firth::fuzz::Require(again == text);
  return 0;
}
