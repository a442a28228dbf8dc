#include "formats/safetensors.h"

#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return firth::fuzz::Run(data, size, [](const firth::formats::Source& source) {
    firth::WordVectors vectors = firth::formats::ReadSafetensors(source, {});
    if (vectors.subwords() != nullptr && vectors.subwords()->ngrams) {
      firth::fuzz::Touch(*vectors.subwords()->ngrams);
    }
    vectors.VectorOf("unknown");
    return vectors;
  });
}
