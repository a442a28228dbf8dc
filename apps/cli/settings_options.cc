#include "settings_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "firth/error.h"
#include "output.h"

namespace firth::cli {

void SettingsOptions::AddTo(CLI::App& verb) {
  verb.add_option("--compat", compat_, "A peer's defaults and habits; other flags override them")
      ->type_name("word2vec|fasttext|gensim|glove|note")
      ->group("Model");
  for (const SettingSpec& spec : TrainSettingSpecs()) Add(verb, spec);
}

void SettingsOptions::AddTo(CLI::App& verb, std::span<const std::string_view> names) {
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (std::ranges::find(names, spec.name) != names.end()) Add(verb, spec);
  }
}

void SettingsOptions::Add(CLI::App& verb, const SettingSpec& spec) {
  const std::string flag = fmt::format("--{}", spec.name);
  const std::string name(spec.name);
  CLI::Option* option = nullptr;
  if (spec.value_name.empty()) {
    option = verb.add_flag_callback(flag, [this, name] { given_[name] = "true"; });
    option->description(std::string(spec.help));
  } else {
    option = verb.add_option_function<std::string>(
        flag, [this, name](const std::string& text) { given_[name] = text; });
    const std::string value = spec.get(defaults_);
    const bool tells = !value.empty() && spec.name != "lr" && spec.name != "lr-end";
    option->description(tells ? fmt::format("{} [{}]", spec.help, value) : std::string(spec.help));
    option->type_name(std::string(spec.value_name));
  }
  option->group(std::string(spec.group));
}

TrainSettings SettingsOptions::Settings(ContextKind context) const {
  TrainSettings settings = defaults_;
  StartFrom(settings, context);
  settings.cpu_target = CpuTargetFromEnvironment();
  if (!compat_.empty()) ApplyCompat(settings, compat_);
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const auto given = given_.find(std::string(spec.name));
    if (given == given_.end()) continue;
    try {
      ApplySetting(spec, settings, given->second);
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("--{}: {}", spec.name, error.what()));
    }
  }
  return settings;
}

}  // namespace firth::cli
