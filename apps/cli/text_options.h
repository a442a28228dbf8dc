/// The flags that say how text becomes words, for verbs that are not training.
#pragma once

#include <string>

#include "firth/train.h"

namespace CLI {
class App;
}

namespace firth::cli {

/// --tokenizer, --punctuation and --lowercase, as `firth train` has them.
class TextOptions {
 public:
  /// REQUIRES: this outlives the parsing of `verb`.
  void AddTo(CLI::App& verb);
  const TokenizerSettings& settings() const { return settings_.tokenizer; }

 private:
  TrainSettings settings_;
};

}  // namespace firth::cli
