/// A model that is trained as narrow rows.
#pragma once

#include "firth/train.h"
#include "kernels/kernels.h"
#include "matrix/narrow_matrix.h"

namespace firth::train {

/// Both matrices of a model, narrow. The model's own, which are in files, wait meanwhile: their
/// memory is let go, and their place on the disk is sure. Not thread-safe; the rows are trained by
/// several threads as SharedRows says.
class NarrowModel {
 public:
  /// Begins with the model's rows, each number rounded to one of its neighbours by chance, as the
  /// seed has it. REQUIRES: FreshModel has made `model` with these settings. It must outlive this.
  /// Throws Error(kInput) when the model holds numbers that are not finite.
  NarrowModel(TrainedModel& model, const TrainSettings& settings);

  matrix::NarrowMatrix& input() { return input_; }
  matrix::NarrowMatrix& output() { return output_; }
  /// Those of the settings.
  const kernels::Kernels<float>& table() const { return kernels_; }

  /// The model's own matrices become what was trained. No thread may train meanwhile.
  void Widen();
  /// After Widen, when nobody reads them for now.
  void LetGo();

 private:
  TrainedModel& model_;
  const kernels::Kernels<float>& kernels_;
  matrix::NarrowMatrix input_;
  matrix::NarrowMatrix output_;
};

}  // namespace firth::train
