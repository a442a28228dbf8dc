/// Values of training's settings, as flags and as a checkpoint's metadata give them: the name of
/// one, a NUL and its value.
#include "firth/train.h"
#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = bytes.find('\0');
  if (end == std::string_view::npos) return 0;
  for (const firth::SettingSpec& spec : firth::TrainSettingSpecs()) {
    if (spec.name != bytes.substr(0, end)) continue;
    firth::TrainSettings settings;
    try {
      spec.set(settings, bytes.substr(end + 1));
    } catch (const firth::Error&) {
      return 0;
    }
    // What was understood is written so that it is understood the same again.
    firth::TrainSettings again;
    spec.set(again, spec.get(settings));
    firth::fuzz::Require(spec.get(again) == spec.get(settings));
  }
  return 0;
}
