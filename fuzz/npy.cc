#include "formats/npy.h"

#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return firth::fuzz::RunOnTwo(
      data, size, [](const firth::formats::Source& array, const firth::formats::Source& words) {
        return firth::formats::ReadNpyWith(array, words, {});
      });
}
