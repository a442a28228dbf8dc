#include "encoder/linear_layer.h"

#include <algorithm>
#include <cmath>

#include "base/bfloat16.h"
#include "firth/error.h"

namespace firth::encoder {

LinearLayer::LinearLayer(const float* weight, const float* bias, std::size_t outputs,
                         std::size_t inputs, Precision precision)
    : weight_(weight), bias_(bias), outputs_(outputs), inputs_(inputs) {
  if (precision != Precision::kFloat32 &&
      !std::all_of(weight, weight + outputs * inputs, [](float x) { return std::isfinite(x); })) {
    throw Error(ErrorKind::kFormat, "holds a weight that is no finite number");
  }
  if (precision == Precision::kBFloat16) RoundToBFloat16();
  if (precision == Precision::kInt8) RoundToInt8();
}

void LinearLayer::RoundToBFloat16() {
  bfloat16_.resize(outputs_ * inputs_);
  std::transform(weight_, weight_ + bfloat16_.size(), bfloat16_.begin(), base::ToBFloat16);
}

void LinearLayer::RoundToInt8() {
  int8_.resize(outputs_ * inputs_);
  scales_.resize(outputs_);
  for (std::size_t o = 0; o < outputs_; ++o) {
    const float* const row = weight_ + o * inputs_;
    float largest = 0;
    for (std::size_t i = 0; i < inputs_; ++i) largest = std::max(largest, std::abs(row[i]));
    scales_[o] = largest / 127;
    const float factor = largest >= kernels::kTinyRow ? 127 / largest : 0;
    for (std::size_t i = 0; i < inputs_; ++i) {
      int8_[o * inputs_ + i] = static_cast<std::int8_t>(std::lround(row[i] * factor));
    }
  }
}

void LinearLayer::Prepare(const kernels::Kernels<float>& kernels, const float* input,
                          std::size_t count, LinearScratch& scratch) const {
  if (int8_.empty()) return;
  scratch.input.resize(count * inputs_);
  scratch.input_scales.resize(count);
  kernels.quantize({input, count, inputs_, inputs_, scratch.input.data(),
                    scratch.input_scales.data(), kernels::QuantizeMost(inputs_)});
}

void LinearLayer::Apply(const kernels::Kernels<float>& kernels, const float* input,
                        std::size_t count, const base::Share& share, float* out,
                        std::size_t out_stride, LinearScratch& scratch) const {
  const std::size_t first = share.begin * inputs_;
  const float* const bias = bias_ + share.begin;
  out += share.begin;
  if (!bfloat16_.empty()) {
    scratch.wide.resize(kernels::kWideRows * inputs_);
    kernels.bfloat16_linear({input, count, inputs_, bfloat16_.data() + first, share.size(), inputs_,
                             bias, inputs_, out, out_stride, scratch.wide.data()});
  } else if (!int8_.empty()) {
    scratch.wide_int16.resize(kernels::kWideRows * inputs_);
    kernels.int8_linear({scratch.input.data(), scratch.input_scales.data(), count, inputs_,
                         int8_.data() + first, scales_.data() + share.begin, share.size(), inputs_,
                         bias, inputs_, out, out_stride, scratch.wide_int16.data()});
  } else {
    kernels.linear({input, count, inputs_, weight_ + first, share.size(), inputs_, bias, inputs_,
                    out, out_stride});
  }
}

}  // namespace firth::encoder
