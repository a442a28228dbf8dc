/// One thread's training, line after line.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "classify/feature_table.h"
#include "classify/labelled_lines.h"
#include "classify/line_model.h"
#include "firth/classify.h"
#include "train/pace.h"

namespace firth::classify {

/// Lines that a thread takes at once.
inline constexpr std::uint64_t kLinesAtOnce = 64;

/// What all threads share; everything must outlive them.
struct LineContext {
  const ClassifierSettings& settings;
  const LabelledLines::Storage& text;
  const std::vector<std::uint32_t>& order;  ///< in which lines are trained
  const FeatureTable& features;
  matrix::SharedRows<float> input;
  const kernels::Kernels<float>& kernels;

  std::uint64_t Total() const { return settings.epochs * order.size(); }
  double RateAt(std::uint64_t place) const {
    return settings.lr * (1 - static_cast<double>(place) / static_cast<double>(Total()));
  }
};

/// Not thread-safe: one a thread.
class LineTrainer {
 public:
  LineTrainer(const LineContext& context, std::unique_ptr<LineModel<float>> model)
      : context_(context), model_(std::move(model)) {}

  /// Places begin ... end - 1 of all epochs' lines, one epoch behind the other. Everything random
  /// comes from (seed, begin). Throws Error(kDiverged) when the loss is no longer finite.
  void Train(std::uint64_t begin, std::uint64_t end);

  const train::TrainerReport& report() const { return report_; }

 private:
  const LabelledLines::Storage::Line& LineAt(std::uint64_t place) const {
    return context_.text.lines[context_.order[place % context_.order.size()]];
  }
  std::size_t AppendRows(std::uint64_t place);

  const LineContext& context_;
  std::unique_ptr<LineModel<float>> model_;
  std::vector<float*> rows_;  ///< of the line in hand, and of the next one
  train::TrainerReport report_;
};

}  // namespace firth::classify
