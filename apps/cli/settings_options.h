/// The settings of training as flags.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "firth/train.h"

namespace CLI {
class App;
}

namespace firth::cli {

/// One flag for each setting of TrainSettingSpecs, and --compat.
class SettingsOptions {
 public:
  SettingsOptions() = default;
  /// `defaults` instead of those of training.
  explicit SettingsOptions(TrainSettings defaults) : defaults_(std::move(defaults)) {}

  /// Adds the flags to `verb`, which must outlive neither this nor its parsing.
  void AddTo(CLI::App& verb);

  /// Adds only the flags of these settings, for a verb that trains nothing.
  void AddTo(CLI::App& verb, std::span<const std::string_view> names);

  /// The model's defaults, then --compat, then every flag that was given. Throws Error(kSettings)
  /// naming the flag.
  TrainSettings Settings(ContextKind context = ContextKind::kSkipgram) const;

 private:
  void Add(CLI::App& verb, const SettingSpec& spec);

  TrainSettings defaults_;
  std::string compat_;
  std::map<std::string, std::string> given_;
};

}  // namespace firth::cli
