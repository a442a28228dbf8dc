/// The step of a bag, for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_BAG_STEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_BAG_STEP_INL_H_
#undef FIRTH_KERNELS_BAG_STEP_INL_H_
#else
#define FIRTH_KERNELS_BAG_STEP_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include "hwy/highway.h"
#include "kernels/bag-inl.h"
#include "kernels/bag_step_in_parts.h"
#include "kernels/step-inl.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Vectors of a row that are worked on together, while their sums and moves stay in registers.
inline constexpr std::size_t kBagVectors = 4;

/// kVectors vectors of the input from column `c` on, made of the bag, and their share of the
/// scores.
template <bool kWeighted, std::size_t kVectors, std::size_t kOutputs>
HWY_INLINE void MakeColumns(const BagStepPlan<float>& plan, float* const* outputs, std::size_t c,
                            V (&scores)[kOutputs]) {
  const D d;
  V input[kVectors];
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < kVectors; ++v) input[v] = hn::Zero(d);
  for (std::size_t i = 0; i < plan.bag.count; ++i) {
    const float* const row = plan.bag.rows[i] + c;
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < kVectors; ++v) {
      const V x = hn::Load(d, row + v * kLanes);
      if constexpr (kWeighted) {
        input[v] = hn::MulAdd(hn::Set(d, plan.bag.weights[i]), x, input[v]);
      } else {
        input[v] = hn::Add(input[v], x);
      }
    }
  }
  const V scale = hn::Set(d, plan.bag.scale);
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < kVectors; ++v) {
    input[v] = hn::Mul(scale, input[v]);
    hn::Store(input[v], d, plan.step.inputs[0] + c + v * kLanes);
  }
  HWY_UNROLL(8)
  for (std::size_t o = 0; o < kOutputs; ++o) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < kVectors; ++v) {
      scores[o] = hn::MulAdd(input[v], hn::Load(d, outputs[o] + c + v * kLanes), scores[o]);
    }
  }
}

/// kVectors vectors of all rows from column `c` on: outputs move, and then the bag's rows.
template <std::size_t kVectors, std::size_t kOutputs>
HWY_INLINE void MoveBagColumns(const BagStepPlan<float>& plan, float* const* outputs, std::size_t c,
                               const V (&coefficients)[kOutputs]) {
  const D d;
  V input[kVectors];
  V move[kVectors];
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < kVectors; ++v) {
    FetchColumn(plan.step, c + v * kLanes);
    input[v] = hn::Load(d, plan.step.inputs[0] + c + v * kLanes);
    move[v] = hn::Zero(d);
  }
  HWY_UNROLL(8)
  for (std::size_t o = 0; o < kOutputs; ++o) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < kVectors; ++v) {
      float* const at = outputs[o] + c + v * kLanes;
      const V output = LoadOnce(at);
      move[v] = hn::MulAdd(coefficients[o], output, move[v]);
      hn::Store(hn::MulAdd(coefficients[o], input[v], output), d, at);
    }
  }
  const V back = hn::Set(d, plan.back);
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < kVectors; ++v) move[v] = hn::Mul(back, move[v]);
  for (std::size_t i = 0; i < plan.bag.count; ++i) {
    float* const row = plan.bag.rows[i] + c;
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::Store(hn::Add(hn::Load(d, row + v * kLanes), move[v]), d, row + v * kLanes);
    }
  }
}

template <bool kWeighted, std::size_t kOutputs>
HWY_NOINLINE void BagStepOf(const BagStepPlan<float>& shared, float rate, float* scratch,
                            LossSum& loss) {
  // What is stored in rows might change the plan, for all that the compiler knows.
  const BagStepPlan<float> plan = shared;
  float* outputs[kOutputs];
  std::copy_n(plan.step.outputs, kOutputs, outputs);
  constexpr std::size_t kSpan = kBagVectors * kLanes;
  const std::size_t whole = plan.step.columns - plan.step.columns % kSpan;
  const D d;
  V scores[kOutputs];
  HWY_UNROLL(8)
  for (std::size_t o = 0; o < kOutputs; ++o) scores[o] = hn::Zero(d);
  // Behind the last whole block: rows are whole lines of the cache.
  constexpr std::size_t kLine = kLineVectors * kLanes;
  std::size_t c = 0;
  for (; c < whole; c += kSpan) MakeColumns<kWeighted, kBagVectors>(plan, outputs, c, scores);
  for (; c < plan.step.columns; c += kLine) {
    MakeColumns<kWeighted, kLineVectors>(plan, outputs, c, scores);
  }
  StoreSums(scores, scratch);

  TakeErrors(plan.step, rate, scratch, loss);

  V coefficients[kOutputs];
  HWY_UNROLL(8)
  for (std::size_t o = 0; o < kOutputs; ++o) coefficients[o] = hn::Set(d, scratch[o]);
  for (c = 0; c < whole; c += kSpan) MoveBagColumns<kBagVectors>(plan, outputs, c, coefficients);
  for (; c < plan.step.columns; c += kLine) {
    MoveBagColumns<kLineVectors>(plan, outputs, c, coefficients);
  }
}

inline StepLoss BagStep(const BagStepPlan<float>& plan, float rate, float* scratch) {
  if (plan.step.output_count > kTileOutputs) {  // registers do not hold as many coefficients
    const auto step = [&](const StepPlan<float>& own) { return Step(own, rate, scratch); };
    return BagStepInParts(plan, &Gather, step, &Scatter);
  }
  LossSum loss;
  ForOutputGroups(plan.step.output_count, [&]<std::size_t kOutputs>(std::size_t) HWY_ATTR {
    if (plan.bag.weights == nullptr) return BagStepOf<false, kOutputs>(plan, rate, scratch, loss);
    BagStepOf<true, kOutputs>(plan, rate, scratch, loss);
  });
  return loss.Total();
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_BAG_STEP_INL_H_
