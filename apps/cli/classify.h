/// What `firth classify` does; each function adds one of its verbs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "firth/classify.h"
#include "load_options.h"

namespace CLI {
class App;
}

namespace firth::cli {

void AddClassifyTrain(CLI::App& classify);
void AddClassifyPredict(CLI::App& classify);
void AddClassifyTest(CLI::App& classify);

/// MODEL and FILE, and how they are read.
struct ClassifyInput {
  std::string model;
  std::string text = "-";
  std::string label = "__label__";
  PredictSettings settings{};
  LoadOptions memory;

  /// REQUIRES: this outlives the parsing of `verb`.
  void AddTo(CLI::App& verb);
  Classifier ReadModel() const;
  PredictSettings Settings() const;
};

}  // namespace firth::cli
