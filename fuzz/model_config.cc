/// config.json of a BERT and of a pooling module.
#include "encoder/files/config_file.h"
#include "firth/error.h"
#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const firth::formats::Source source{
      {reinterpret_cast<const char*>(data), size}, "config.json", nullptr};
  for (const bool pooling : {false, true}) {
    try {
      const firth::encoder::JsonFile file(source);
      if (pooling) {
        firth::encoder::PoolingFromJson(file);
      } else {
        const auto settings = firth::encoder::BertSettingsFromJson(file);
        firth::fuzz::Require(settings.HeadColumns() * settings.heads == settings.hidden);
      }
    } catch (const firth::Error&) {
    }
  }
  return 0;
}
