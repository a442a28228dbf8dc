#include "encoder/linear_layer.h"

#include <algorithm>
#include <cmath>

#include "base/bfloat16.h"
#include "firth/error.h"

namespace firth::encoder {

LinearLayer::LinearLayer(const float* weight, const float* bias, std::size_t outputs,
                         std::size_t inputs, Precision precision)
    : outputs_(outputs), inputs_(inputs), precision_(precision), bias_(bias, bias + outputs) {
  bias_.resize(kernels::WholePanels(outputs));
  if (precision == Precision::kFloat32) {
    PackFloat32(weight);
    return;
  }
  if (!std::all_of(weight, weight + outputs * inputs, [](float x) { return std::isfinite(x); })) {
    throw Error(ErrorKind::kFormat, "holds a weight that is no finite number");
  }
  if (precision == Precision::kBFloat16) {
    PackBFloat16(weight);
  } else {
    PackInt8(weight);
  }
}

void LinearLayer::PackFloat32(const float* weight) {
  panels_ = base::Pages(bias_.size() * inputs_ * sizeof(float));
  kernels::PackPanels<1>(
      outputs_, inputs_, [&](std::size_t o, std::size_t c) { return weight[o * inputs_ + c]; },
      panels_.As<float>().data());
}

void LinearLayer::PackBFloat16(const float* weight) {
  using Bits = kernels::BFloat16Bits;
  panels_ = base::Pages(bias_.size() * inputs_ * sizeof(Bits));
  kernels::PackPanels<1>(
      outputs_, inputs_,
      [&](std::size_t o, std::size_t c) { return base::ToBFloat16(weight[o * inputs_ + c]); },
      panels_.As<Bits>().data());
}

void LinearLayer::PackInt8(const float* weight) {
  panels_ = base::Pages(bias_.size() * kernels::Int8Columns(inputs_));
  scales_.resize(bias_.size());
  std::vector<float> factors(outputs_);
  for (std::size_t o = 0; o < outputs_; ++o) {
    const float* const row = weight + o * inputs_;
    float largest = 0;
    for (std::size_t i = 0; i < inputs_; ++i) largest = std::max(largest, std::abs(row[i]));
    scales_[o] = largest / 127;
    factors[o] = largest >= kernels::kTinyRow ? 127 / largest : 0;
  }
  kernels::PackPanels<kernels::kInt8Group>(
      outputs_, inputs_,
      [&](std::size_t o, std::size_t c) {
        return static_cast<std::int8_t>(std::lround(weight[o * inputs_ + c] * factors[o]));
      },
      panels_.As<std::int8_t>().data());
}

void LinearLayer::Prepare(const kernels::Kernels<float>& kernels, const float* input,
                          std::size_t count, LinearScratch& scratch) const {
  if (precision_ != Precision::kInt8) return;
  scratch.input.resize(count * kernels::Int8Columns(inputs_));
  scratch.input_scales.resize(count);
  kernels.quantize({input, count, inputs_, inputs_, scratch.input.data(),
                    scratch.input_scales.data(), kernels::QuantizeMost(inputs_)});
}

void LinearLayer::Apply(const kernels::Kernels<float>& kernels, const float* input,
                        std::size_t count, const base::Share& share, float* out,
                        std::size_t out_stride, const LinearScratch& scratch) const {
  const float* const bias = bias_.data() + share.begin;
  out += share.begin;
  if (precision_ == Precision::kFloat32) {
    kernels.linear({input, count, inputs_, PanelsFrom<float>(share.begin, inputs_), bias,
                    share.size(), inputs_, out, out_stride});
  } else if (precision_ == Precision::kBFloat16) {
    kernels.bfloat16_linear({input, count, inputs_,
                             PanelsFrom<kernels::BFloat16Bits>(share.begin, inputs_), bias,
                             share.size(), inputs_, out, out_stride});
  } else {
    kernels.int8_linear({scratch.input.data(), scratch.input_scales.data(), count,
                         PanelsFrom<std::int8_t>(share.begin, kernels::Int8Columns(inputs_)),
                         scales_.data() + share.begin, bias, share.size(), inputs_, out,
                         out_stride});
  }
}

}  // namespace firth::encoder
