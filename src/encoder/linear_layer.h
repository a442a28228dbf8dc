/// The layers that hold nearly all of a BERT's weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/pages.h"
#include "base/team.h"
#include "firth/encoder.h"
#include "kernels/kernels.h"

namespace firth::encoder {

/// A member's outputs are a multiple of this.
inline constexpr std::size_t kOutputStep = kernels::kPanel;

/// What a member of a team needs to apply a layer.
struct LinearScratch {
  std::vector<std::int16_t> input;  ///< rounded, as Prepare leaves it
  std::vector<float> input_scales;
};

/// y = x W^T + b, as PyTorch's Linear. Threads: applying from several is safe.
class LinearLayer {
 public:
  /// `weight` is [outputs, inputs], `bias` [outputs]; this holds them packed (kernels/linear.h): as
  /// they are, rounded to bfloat16, or as whole numbers times a scale an output. Throws
  /// Error(kFormat) for a weight that is to be rounded and is no finite number.
  LinearLayer(const float* weight, const float* bias, std::size_t outputs, std::size_t inputs,
              Precision precision);

  std::size_t outputs() const { return outputs_; }

  /// Rounds `count` rows for layers of kInt8; of others there is nothing to prepare. All layers of
  /// as many inputs and the same precision take the same.
  void Prepare(const kernels::Kernels<float>& kernels, const float* input, std::size_t count,
               LinearScratch& scratch) const;

  /// Outputs `share` of `count` rows: out[i * out_stride + o]. REQUIRES: share.begin is a multiple
  /// of kOutputStep; Prepare has been called for these rows, with this scratch.
  void Apply(const kernels::Kernels<float>& kernels, const float* input, std::size_t count,
             const base::Share& share, float* out, std::size_t out_stride,
             const LinearScratch& scratch) const;

 private:
  void PackFloat32(const float* weight);
  void PackBFloat16(const float* weight);
  void PackInt8(const float* weight);
  /// Of the panels that begin with output `o`.
  template <class Weight>
  const Weight* PanelsFrom(std::size_t o, std::size_t columns) const {
    return panels_.As<Weight>().data() + o * columns;
  }

  std::size_t outputs_;
  std::size_t inputs_;
  Precision precision_;
  base::Pages panels_;
  std::vector<float> bias_;    ///< of whole panels, as scales_
  std::vector<float> scales_;  ///< of kInt8
};

}  // namespace firth::encoder
