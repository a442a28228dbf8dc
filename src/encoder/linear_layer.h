/// The layers that hold nearly all of a BERT's weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/team.h"
#include "firth/encoder.h"
#include "kernels/kernels.h"

namespace firth::encoder {

/// What a member of a team needs to apply a layer.
struct LinearScratch {
  std::vector<float> wide;
  std::vector<std::int16_t> wide_int16;
  std::vector<std::int16_t> input;  ///< rounded, as Prepare leaves it
  std::vector<float> input_scales;
};

/// y = x W^T + b, as PyTorch's Linear. Threads: applying from several is safe.
class LinearLayer {
 public:
  /// `weight` is [outputs, inputs]. With kFloat32 it is used where it stands and must outlive this;
  /// else this holds a copy: rounded to bfloat16, or to whole numbers times a scale an output.
  /// `bias` must outlive this. Throws Error(kFormat) for a weight that is to be rounded and is no
  /// finite number.
  LinearLayer(const float* weight, const float* bias, std::size_t outputs, std::size_t inputs,
              Precision precision);

  std::size_t outputs() const { return outputs_; }

  /// Rounds `count` rows for layers of kInt8; of others there is nothing to prepare. All layers of
  /// as many inputs and the same precision take the same.
  void Prepare(const kernels::Kernels<float>& kernels, const float* input, std::size_t count,
               LinearScratch& scratch) const;

  /// Outputs `share` of `count` rows: out[i * out_stride + o]. REQUIRES: Prepare has been called
  /// for these rows, with this scratch.
  void Apply(const kernels::Kernels<float>& kernels, const float* input, std::size_t count,
             const base::Share& share, float* out, std::size_t out_stride,
             LinearScratch& scratch) const;

 private:
  void RoundToBFloat16();
  void RoundToInt8();

  const float* weight_;
  const float* bias_;
  std::size_t outputs_;
  std::size_t inputs_;
  std::vector<kernels::BFloat16Bits> bfloat16_;
  std::vector<std::int8_t> int8_;
  std::vector<float> scales_;  ///< of int8_, one an output
};

}  // namespace firth::encoder
