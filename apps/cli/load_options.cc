#include "load_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#include "firth/error.h"

namespace firth::cli {

namespace {

/// How `firth train` has it.
const SettingSpec& MemoryLimit() {
  const auto specs = TrainSettingSpecs();
  return *std::ranges::find(specs, "memory-limit", &SettingSpec::name);
}

void Set(std::string_view flag, const std::string& text, TrainSettings& settings) {
  try {
    MemoryLimit().set(settings, text);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", flag, error.what()));
  }
}

}  // namespace

std::uint64_t ParseSize(std::string_view flag, const std::string& text) {
  TrainSettings settings;
  Set(flag, text, settings);
  return settings.memory_limit;
}

void LoadOptions::AddTo(CLI::App& verb) {
  const auto set = [this](const std::string& text) { Set("--memory-limit", text, settings_); };
  verb.add_option_function<std::string>("--memory-limit", set, std::string(MemoryLimit().help))
      ->type_name(std::string(MemoryLimit().value_name));
}

WordVectors LoadOptions::Read(const std::string& path, std::size_t max_words) const {
  return ReadWordVectors(path, {.max_words = max_words, .memory_limit = limit()});
}

}  // namespace firth::cli
