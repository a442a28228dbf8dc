/// The curve of a training: train --plot.
#pragma once

#include <string>
#include <vector>

#include "firth/picture.h"
#include "firth/train.h"

namespace firth::cli {

/// Throws Error(kSettings) unless `path` ends in .svg or .png; Error(kIo) when it cannot be
/// written, or a PNG cannot be drawn here.
void CheckPlot(const std::string& path);

/// Hears of losses, and draws them over the epochs.
class LossPlot {
 public:
  void Take(const Progress& progress);
  void Take(const EpochReport& report);

  /// A picture in the format that the ending names. `title`: of what.
  void Write(const std::string& path, const std::string& title) const;

 private:
  Curve training_{.name = "training"};
  Curve held_out_{.name = "held out", .dots = true};
  std::size_t reports_ = 1;  ///< of which a number of the curve is the mean
  Curve pending_{};          ///< reports that are not `reports_` many yet
  std::string_view unit_ = "words";
};

}  // namespace firth::cli
