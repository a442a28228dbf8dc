#include "formats/fasttext.h"

#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return firth::fuzz::Run(data, size, [](const firth::formats::Source& source) {
    firth::formats::DescribeFasttext(source);
    firth::WordVectors vectors = firth::formats::ReadFasttext(source, {});
    vectors.VectorOf("unknown");
    return vectors;
  });
}
