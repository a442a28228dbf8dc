/// The settings of training as flags.
#pragma once

#include <map>
#include <string>

#include "firth/train.h"

namespace CLI {
class App;
}

namespace firth::cli {

/// One flag for each setting of TrainSettingSpecs, and --compat.
class SettingsOptions {
 public:
  /// Adds the flags to `verb`, which must outlive neither this nor its parsing.
  void AddTo(CLI::App& verb);

  /// The defaults, then --compat, then every flag that was given. Throws Error(kSettings) naming
  /// the flag.
  TrainSettings Settings(ContextKind context = ContextKind::kSkipgram) const;

 private:
  std::string compat_;
  std::map<std::string, std::string> given_;
};

}  // namespace firth::cli
