#include "text_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>

#include "firth/error.h"

namespace firth::cli {

void TextOptions::AddTo(CLI::App& verb) {
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const bool is_switch = spec.name == "lowercase";
    if (!is_switch && spec.name != "tokenizer" && spec.name != "punctuation") continue;
    const auto set = [this, &spec](const std::string& text) {
      try {
        spec.set(settings_, text);
      } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("--{}: {}", spec.name, error.what()));
      }
    };
    const std::string flag = fmt::format("--{}", spec.name);
    if (is_switch) {
      verb.add_flag_callback(
          flag, [set] { set("true"); }, std::string(spec.help));
    } else {
      verb.add_option_function<std::string>(flag, set,
                                            fmt::format("{} [{}]", spec.help, spec.get(settings_)))
          ->type_name(std::string(spec.value_name));
    }
  }
}

}  // namespace firth::cli
