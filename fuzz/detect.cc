#include "formats/detect.h"

#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return firth::fuzz::Run(data, size, [](const firth::formats::Source& source) {
    firth::FormatName(firth::formats::Detect(source));
    return firth::Vocabulary();
  });
}
