/// tokenizer.json, and a text cut by what it describes.
#include "encoder/files/tokenizer_file.h"
#include "firth/error.h"
#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const firth::formats::Source source{
      {reinterpret_cast<const char*>(data), size}, "tokenizer.json", nullptr};
  try {
    const auto tokenizer = firth::encoder::TokenizerFromJson(firth::encoder::JsonFile(source));
    firth::Encoding encoding;
    tokenizer.Encode("The b\xC3\xA4nk[SEP] \xE5\xA5\xBD!", 8, encoding);
    for (const firth::PieceId id : encoding.ids) {
      firth::fuzz::Require(firth::Index(id) < tokenizer.size());
    }
  } catch (const firth::Error&) {
  }
  return 0;
}
