#include "encoder/linear_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/bfloat16.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

/// Of a number that fits; halves away from 0.
std::int8_t Nearest(float x) { return static_cast<std::int8_t>(x + (x < 0 ? -0.5F : 0.5F)); }

}  // namespace

LinearLayer::LinearLayer(const LinearWeights& weights, Precision precision,
                         const std::vector<float>& factors)
    : outputs_(weights.outputs),
      inputs_(weights.inputs),
      precision_(precision),
      bias_(weights.bias, weights.bias + weights.outputs) {
  const float* const weight = weights.weight;
  bias_.resize(kernels::WholePanels(outputs_));
  if (precision == Precision::kFloat32) {
    PackFloat32(weight);
    return;
  }
  if (!std::all_of(weight, weight + outputs_ * inputs_, [](float x) { return std::isfinite(x); })) {
    throw Error(ErrorKind::kFormat, "holds a weight that is no finite number");
  }
  if (precision == Precision::kBFloat16) {
    PackBFloat16(weight);
    return;
  }
  if (inputs_ > kernels::kInt8ColumnsMost) {
    throw Error(ErrorKind::kFormat, fmt::format("has {} columns; int8 takes at most {}", inputs_,
                                                kernels::kInt8ColumnsMost));
  }
  PackInt8(weight, factors.empty() ? std::vector<float>(inputs_, 1) : factors);
}

void LinearLayer::PackFloat32(const float* weight) {
  panels_ = base::Pages(bias_.size() * inputs_ * sizeof(float));
  kernels::PackPanels<1>(
      outputs_, inputs_, inputs_,
      [&](std::size_t o, std::size_t c) { return weight[o * inputs_ + c]; },
      panels_.As<float>().data());
}

void LinearLayer::PackBFloat16(const float* weight) {
  using Bits = kernels::BFloat16Bits;
  panels_ = base::Pages(bias_.size() * inputs_ * sizeof(Bits));
  kernels::PackPanels<1>(
      outputs_, inputs_, inputs_,
      [&](std::size_t o, std::size_t c) { return base::ToBFloat16(weight[o * inputs_ + c]); },
      panels_.As<Bits>().data());
}

void LinearLayer::PackInt8(const float* weight, const std::vector<float>& factors) {
  const std::size_t columns = kernels::Int8Columns(inputs_);
  panels_ = base::Pages(bias_.size() * columns);
  scales_.resize(bias_.size());
  sums_.resize(bias_.size());
  for (const float factor : factors) shares_.push_back(1 / factor);
  std::vector<float> inverses(outputs_);
  for (std::size_t o = 0; o < outputs_; ++o) {
    const float* const row = weight + o * inputs_;
    float largest = 0;
    for (std::size_t i = 0; i < inputs_; ++i) {
      largest = std::max(largest, std::abs(row[i] * factors[i]));
    }
    if (!std::isfinite(largest)) {
      throw Error(ErrorKind::kFormat, "holds weights too large to be rounded");
    }
    scales_[o] = largest / kernels::kInt8WeightMost;
    inverses[o] = largest >= kernels::kTinyRow ? kernels::kInt8WeightMost / largest : 0;
  }
  kernels::PackPanels<kernels::kInt8Group>(
      outputs_, inputs_, columns,
      [&](std::size_t o, std::size_t c) {
        const auto whole = Nearest(weight[o * inputs_ + c] * factors[c] * inverses[o]);
        sums_[o] += whole;
        return whole;
      },
      panels_.As<std::int8_t>().data());
}

void LinearLayer::Prepare(const kernels::Kernels<float>& kernels, const float* input,
                          std::size_t count, LinearScratch& scratch) const {
  if (precision_ != Precision::kInt8) return;
  scratch.input.resize(count * kernels::Int8Columns(inputs_));
  scratch.input_zeros.resize(count);
  scratch.input_scales.resize(count);
  kernels.quantize({input, count, inputs_, inputs_, shares_.data(), scratch.input.data(),
                    scratch.input_zeros.data(), scratch.input_scales.data()});
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
    kernels.int8_linear({scratch.input.data(), scratch.input_zeros.data(),
                         scratch.input_scales.data(), count,
                         PanelsFrom<std::int8_t>(share.begin, kernels::Int8Columns(inputs_)),
                         sums_.data() + share.begin, scales_.data() + share.begin, bias,
                         share.size(), inputs_, out, out_stride});
  }
}

}  // namespace firth::encoder
