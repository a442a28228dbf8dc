/// What is done with the rows of one window.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "firth/machine.h"
#include "firth/matrix.h"
#include "kernels/kernels.h"
#include "machine/row_stream.h"

namespace firth::machine {

/// One thread's. The learning rate is so small that rows keep their size however long it runs.
class WindowStep {
 public:
  /// `columns`: of a padded row. `kernels` must outlive this.
  WindowStep(const kernels::Kernels<float>& kernels, std::size_t columns);

  using Inputs = std::array<float*, kWindowInputs>;
  using Outputs = std::array<float*, kWindowOutputs>;

  /// Rows that a coming window will visit: asked for meanwhile.
  using Fetch = std::span<const float* const>;

  void Do(MixWork work, const Inputs& inputs, const Outputs& outputs, Fetch fetch);

  /// Operations that the mathematics asks for: a multiply-add or an addition a column each for the
  /// score and both updates of a pair; in CBOW two additions a column for each input.
  static double Operations(StepModel model, std::size_t dim);

 private:
  void Access(const Inputs& inputs, const Outputs& outputs, Fetch fetch) const;
  void Cbow(const Inputs& inputs, const Outputs& outputs, Fetch fetch);
  void Step(const Inputs& inputs, const Outputs& outputs, Fetch fetch);

  const kernels::Kernels<float>& kernels_;
  std::size_t columns_;
  Matrix hidden_;  ///< the mean of a window's rows, and room for the step
  std::vector<float> labels_;
  std::vector<float> mean_labels_;  ///< of the one input of CBOW
  std::vector<float> scratch_;
};

}  // namespace firth::machine
