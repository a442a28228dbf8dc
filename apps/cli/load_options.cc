#include "load_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>

#include "firth/error.h"

namespace firth::cli {

void LoadOptions::AddTo(CLI::App& verb) {
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (spec.name != "memory-limit") continue;
    const auto set = [this, &spec](const std::string& text) {
      try {
        spec.set(settings_, text);
      } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("--{}: {}", spec.name, error.what()));
      }
    };
    verb.add_option_function<std::string>("--memory-limit", set, std::string(spec.help))
        ->type_name(std::string(spec.value_name));
  }
}

WordVectors LoadOptions::Read(const std::string& path, std::size_t max_words) const {
  return ReadWordVectors(path, {.max_words = max_words, .memory_limit = limit()});
}

}  // namespace firth::cli
