#include "train/checkpoint/checkpointer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "firth/error.h"

namespace firth::train {
namespace {

bool IsFinite(const Matrix& matrix) {
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    // A sum of magnitudes is finite only if all are; no branch a number.
    float sum = 0;
    for (const float value : matrix.Row(RowId{i})) sum += std::abs(value) * 0;
    if (sum != 0) return false;  // NaN, or infinity times nothing
  }
  return true;
}

}  // namespace

void RequireFinite(const TrainedModel& model, const TrainSettings& settings) {
  if (IsFinite(model.input) && IsFinite(model.output)) return;
  throw Error(ErrorKind::kDiverged,
              fmt::format("vectors are no longer finite numbers, at learning rate {:.3g}; train "
                          "again with a lower {}",
                          settings.StartRate(),
                          settings.model.context == ContextKind::kGlove ? "--eta" : "--lr"));
}

Checkpointer::Checkpointer(CheckpointFolder& folder, const TrainSettings& settings,
                           const TrainObserver& observer, const TrainedModel& model)
    : folder_(folder), settings_(settings), observer_(observer), model_(model) {}

bool Checkpointer::IsDue() const {
  const CheckpointInterval& every = settings_.checkpoint.every;
  return every.blocks == 0 && std::chrono::steady_clock::now() - last_ >= every.time;
}

std::uint64_t Checkpointer::RestAt(std::uint64_t next) const {
  const std::uint64_t blocks = settings_.checkpoint.every.blocks;
  return blocks == 0 ? std::numeric_limits<std::uint64_t>::max() : next + blocks;
}

void Checkpointer::Save(const TrainingState& state) {
  RequireFinite(model_, settings_);
  try {
    const std::string path = folder_.Save(model_, settings_, state);
    if (observer_.note) observer_.note(fmt::format("checkpoint {}", path));
  } catch (const Error& error) {
    if (observer_.warning) {
      observer_.warning(
          fmt::format("no checkpoint was written: {}; training goes on", error.what()));
    }
  }
  last_ = std::chrono::steady_clock::now();
}

}  // namespace firth::train
