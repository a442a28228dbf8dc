/// The probes, compiled for each target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_PROBE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_PROBE_INL_H_
#undef FIRTH_KERNELS_PROBE_INL_H_
#else
#define FIRTH_KERNELS_PROBE_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"
#include "kernels/probe.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Twelve chains hide the latency of two multiply-adds a cycle and leave registers for operands.
float MultiplyAdds(std::size_t rounds) {
  constexpr std::size_t kPasses = 64 / sizeof(float) / kLanes;
  const V factor = hn::Set(D(), 0.5F);
  const V term = hn::Set(D(), 1.0F);
  V sums[kProbeVectors];
  for (V& sum : sums) sum = hn::Zero(D());
  for (std::size_t r = 0; r < rounds * kPasses; ++r) {
    for (V& sum : sums) sum = hn::MulAdd(sum, factor, term);
  }
  V all = hn::Zero(D());
  for (const V sum : sums) all = hn::Add(all, sum);
  return hn::GetLane(hn::SumOfLanes(D(), all));
}

/// Four sums, so that loads and not additions are what is waited for.
float Read(const float* data, std::size_t count) {
  constexpr std::size_t kSums = 4;
  V sums[kSums];
  for (V& sum : sums) sum = hn::Zero(D());
  std::size_t i = 0;
  for (; i + kSums * kLanes <= count; i += kSums * kLanes) {
    for (std::size_t k = 0; k < kSums; ++k) {
      sums[k] = hn::Add(sums[k], hn::LoadU(D(), data + i + k * kLanes));
    }
  }
  for (; i < count; i += kLanes) sums[0] = hn::Add(sums[0], hn::LoadU(D(), data + i));
  V all = hn::Zero(D());
  for (const V sum : sums) all = hn::Add(all, sum);
  return hn::GetLane(hn::SumOfLanes(D(), all));
}

void ReadWrite(float* data, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kLanes) {
    hn::StoreU(hn::Neg(hn::LoadU(D(), data + i)), D(), data + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_PROBE_INL_H_
