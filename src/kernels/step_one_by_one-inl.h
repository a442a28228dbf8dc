/// The step of inputs one after the other, for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_STEP_ONE_BY_ONE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_STEP_ONE_BY_ONE_INL_H_
#undef FIRTH_KERNELS_STEP_ONE_BY_ONE_INL_H_
#else
#define FIRTH_KERNELS_STEP_ONE_BY_ONE_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include "hwy/highway.h"
#include "kernels/step-inl.h"
#include "kernels/step.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Vectors that stay in registers for each of kInputs inputs: as many again hold what they become.
template <std::size_t kInputs>
inline constexpr std::size_t kHeldVectors = 4 / kInputs;

/// scores[i * stride + o] = input i . output o.
template <std::size_t kInputs>
HWY_INLINE void ScoresOf(const StepPlan<float>& plan, std::size_t stride, float* scores) {
  HWY_ALIGN float tile[kInputs * kTileOutputs + kLanes];
  ForOutputGroups(plan.output_count, [&]<std::size_t kOutputs>(std::size_t first) HWY_ATTR {
    ScoreTile<kInputs, kOutputs>(plan.inputs, plan.outputs + first, plan.columns, tile);
    for (std::size_t i = 0; i < kInputs; ++i) {
      std::copy_n(tile + i * kOutputs, kOutputs, scores + i * stride + first);
    }
  });
}

HWY_INLINE float DotOfRows(const float* a, const float* b, std::size_t columns) {
  const D d;
  V even = hn::Zero(d);
  V odd = hn::Zero(d);
  std::size_t c = 0;
  for (; c + 2 * kLanes <= columns; c += 2 * kLanes) {
    even = hn::MulAdd(hn::Load(d, a + c), hn::Load(d, b + c), even);
    odd = hn::MulAdd(hn::Load(d, a + c + kLanes), hn::Load(d, b + c + kLanes), odd);
  }
  if (c < columns) even = hn::MulAdd(hn::Load(d, a + c), hn::Load(d, b + c), even);
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(even, odd)));
}

/// Scores of one input become coefficients, in place.
HWY_INLINE void CoefficientsOf(const StepPlan<float>& plan, const OneByOne<float>& rule,
                               float* scores, LossSum& loss) {
  const D d;
  const V rates = hn::Set(d, rule.rate);
  const V certain = hn::Set(d, rule.certain);
  for (std::size_t o = 0; o < plan.output_count; o += kLanes) {
    const V score = hn::LoadU(d, scores + o);
    const auto counts = hn::FirstN(d, plan.output_count - o);
    const V error = loss.Add(score, hn::LoadU(d, plan.labels + o), counts);
    const auto moves = hn::And(counts, hn::Lt(hn::Abs(score), certain));
    hn::StoreU(hn::IfThenElseZero(moves, hn::Mul(rates, error)), d, scores + o);
  }
}

/// What the first input has taught the outputs, as it shows in the scores of the second: these
/// outputs have moved by coefficient * first, and their product with the second by
/// coefficient * (first . second).
HWY_INLINE void Correct(const StepPlan<float>& plan, const float* coefficients, float* scores) {
  const D d;
  const V both = hn::Set(d, DotOfRows(plan.inputs[0], plan.inputs[1], plan.columns));
  for (std::size_t o = 0; o < plan.output_count; o += kLanes) {
    const V moved = hn::MulAdd(hn::LoadU(d, coefficients + o), both, hn::LoadU(d, scores + o));
    hn::StoreU(moved, d, scores + o);
  }
}

/// kVectors vectors of columns from `c` on. Each output is visited once, and moves between one
/// input's look at it and the next's; what the inputs become stays in registers till the end.
template <std::size_t kInputs, std::size_t kVectors>
HWY_INLINE void MoveColumns(const StepPlan<float>& plan, const float* coefficients,
                            std::size_t stride, std::size_t c) {
  const D d;
  V input[kInputs][kVectors];
  V sum[kInputs][kVectors];
  for (std::size_t i = 0; i < kInputs; ++i) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      input[i][v] = hn::Load(d, plan.inputs[i] + c + v * kLanes);
      sum[i][v] = input[i][v];
    }
  }
  for (std::size_t o = 0; o < plan.output_count; ++o) {
    float* const row = plan.outputs[o] + c;
    V g[kInputs];
    for (std::size_t i = 0; i < kInputs; ++i) g[i] = hn::Set(d, coefficients[i * stride + o]);
    for (std::size_t v = 0; v < kVectors; ++v) {
      V output = LoadOnce(row + v * kLanes);
      for (std::size_t i = 0; i < kInputs; ++i) {
        sum[i][v] = hn::MulAdd(g[i], output, sum[i][v]);
        output = hn::MulAdd(g[i], input[i][v], output);
      }
      hn::Store(output, d, row + v * kLanes);
    }
  }
  for (std::size_t i = 0; i < kInputs; ++i) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::Store(sum[i][v], d, plan.inputs[i] + c + v * kLanes);
    }
  }
}

template <std::size_t kInputs>
HWY_NOINLINE void Move(const StepPlan<float>& plan, const float* coefficients, std::size_t stride) {
  constexpr std::size_t kVectors = kHeldVectors<kInputs>;
  std::size_t c = 0;
  for (; c + kVectors * kLanes <= plan.columns; c += kVectors * kLanes) {
    for (std::size_t v = 0; v < kVectors; ++v) FetchColumn(plan, c + v * kLanes);
    MoveColumns<kInputs, kVectors>(plan, coefficients, stride, c);
  }
  for (; c < plan.columns; c += kLanes) {
    FetchColumn(plan, c);
    MoveColumns<kInputs, 1>(plan, coefficients, stride, c);
  }
}

/// The plan's only input, or its two, which are different rows.
template <std::size_t kInputs>
HWY_INLINE void StepOf(const StepPlan<float>& plan, const OneByOne<float>& rule, float* scratch,
                       LossSum& loss) {
  const std::size_t stride = PaddedPairs(1, plan.output_count);
  ScoresOf<kInputs>(plan, stride, scratch);
  CoefficientsOf(plan, rule, scratch, loss);
  if constexpr (kInputs == 2) {
    Correct(plan, scratch, scratch + stride);
    CoefficientsOf(plan, rule, scratch + stride, loss);
  }
  Move<kInputs>(plan, scratch, stride);
}

/// Inputs go by twos: what the first does to the second's scores is known without moving the
/// outputs, so that they are read and written half as often.
inline StepLoss StepOneByOne(const StepPlan<float>& plan, const OneByOne<float>& rule,
                             float* scratch) {
  LossSum loss;
  StepPlan<float> some = plan;
  for (std::size_t i = 0; i < plan.input_count; i += some.input_count) {
    some.inputs = plan.inputs + i;
    some.input_count = i + 1 < plan.input_count && some.inputs[0] != some.inputs[1] ? 2 : 1;
    if (some.input_count == 2) {
      StepOf<2>(some, rule, scratch, loss);
    } else {
      StepOf<1>(some, rule, scratch, loss);
    }
    some.fetch_count = 0;
  }
  return loss.Total();
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_STEP_ONE_BY_ONE_INL_H_
