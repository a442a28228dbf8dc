/// The layers that hold nearly all of a BERT's weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/pages.h"
#include "base/team.h"
#include "encoder/balance.h"
#include "firth/encoder.h"
#include "kernels/kernels.h"

namespace firth::encoder {

/// A member's outputs are a multiple of this.
inline constexpr std::size_t kOutputStep = kernels::kPanel;

/// What a member of a team needs to apply a layer.
struct LinearScratch {
  std::vector<std::uint8_t> input;  ///< rounded, as Prepare leaves it
  std::vector<std::int32_t> input_zeros;
  std::vector<float> input_scales;
};

/// y = x W^T + b, as PyTorch's Linear. Threads: applying from several is safe.
class LinearLayer {
 public:
  /// `weight` is [outputs, inputs], `bias` [outputs]; this holds them packed (kernels/linear.h): as
  /// they are, rounded to bfloat16, or as whole numbers times a scale an output. Throws
  /// Error(kFormat) for a weight that is to be rounded and is no finite number. `factors`, of
  /// kInt8 alone, are BalancingFactors' (balance.h), or empty: 1.
  LinearLayer(const LinearWeights& weights, Precision precision,
              const std::vector<float>& factors = {});

  std::size_t outputs() const { return outputs_; }

  /// Rounds `count` rows for layers of kInt8; of others there is nothing to prepare. All layers of
  /// as many inputs, the same precision and the same factors take the same.
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
  void PackInt8(const float* weight, const std::vector<float>& factors);
  /// Of the panels that begin with output `o`.
  template <class Weight>
  const Weight* PanelsFrom(std::size_t o, std::size_t columns) const {
    return panels_.As<Weight>().data() + o * columns;
  }

  std::size_t outputs_;
  std::size_t inputs_;
  Precision precision_;
  base::Pages panels_;
  std::vector<float> bias_;         ///< of whole panels, as scales_ and sums_
  std::vector<float> scales_;       ///< of kInt8
  std::vector<std::int32_t> sums_;  ///< of an output's whole numbers
  std::vector<float> shares_;       ///< by which the input is multiplied: 1 / factor
};

}  // namespace firth::encoder
