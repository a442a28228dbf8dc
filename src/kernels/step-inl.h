/// The step kernels for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_STEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_STEP_INL_H_
#undef FIRTH_KERNELS_STEP_INL_H_
#else
#define FIRTH_KERNELS_STEP_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"
#include "kernels/prefetch.h"
#include "kernels/step.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Inputs that are multiplied at once with a group of outputs: the tile of running sums must stay
/// in registers, of which AVX-512 and NEON have 32 and the others 16.
inline constexpr std::size_t kTileInputs = (HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64) ? 4 : 2;
inline constexpr std::size_t kTileOutputs = 6;

// ---------------------------------------------------------------- scores

/// kInputs x kOutputs dot products; sums[i * kOutputs + o], whole vectors written.
template <std::size_t kInputs, std::size_t kOutputs>
HWY_INLINE void ScoreTile(float* const* inputs, float* const* outputs, std::size_t columns,
                          float* HWY_RESTRICT sums) {
  const D d;
  V sum[kInputs * kOutputs];
  for (V& s : sum) s = hn::Zero(d);
  for (std::size_t c = 0; c < columns; c += kLanes) {
    V x[kInputs];
    for (std::size_t i = 0; i < kInputs; ++i) x[i] = hn::Load(d, inputs[i] + c);
    for (std::size_t o = 0; o < kOutputs; ++o) {
      const V y = hn::Load(d, outputs[o] + c);
      for (std::size_t i = 0; i < kInputs; ++i) {
        sum[i * kOutputs + o] = hn::MulAdd(x[i], y, sum[i * kOutputs + o]);
      }
    }
  }
  StoreSums(sum, sums);
}

/// The scores of all inputs with one group of kOutputs outputs, the first of which is `first`.
template <std::size_t kOutputs>
HWY_NOINLINE void ScoreGroup(const StepPlan<float>& plan, std::size_t first, float* scores) {
  const bool only_group = plan.output_count == kOutputs;
  float* const* outputs = plan.outputs + first;
  HWY_ALIGN float tile[kTileInputs * kOutputs + kLanes];
  const auto run = [&]<std::size_t kInputs>(std::size_t i) HWY_ATTR {
    // With a single group a tile's sums stand in place; what is written past them comes later.
    float* const sums = only_group ? scores + i * kOutputs : tile;
    ScoreTile<kInputs, kOutputs>(plan.inputs + i, outputs, plan.columns, sums);
    if (only_group) return;
    for (std::size_t k = 0; k < kInputs; ++k) {
      std::copy_n(tile + k * kOutputs, kOutputs, scores + (i + k) * plan.output_count + first);
    }
  };
  std::size_t i = 0;
  for (; i + kTileInputs <= plan.input_count; i += kTileInputs) {
    run.template operator()<kTileInputs>(i);
  }
  switch (plan.input_count - i) {
    case 1:
      return run.template operator()<1>(i);
    case 2:
      return run.template operator()<2>(i);
    case 3:
      return run.template operator()<3>(i);
    default:
      return;
  }
}

/// Calls visit.operator()<size>(first) for groups of up to kTileOutputs outputs.
template <class Visit>
HWY_INLINE void ForOutputGroups(std::size_t output_count, const Visit& visit) {
  for (std::size_t first = 0; first < output_count; first += kTileOutputs) {
    switch (std::min(kTileOutputs, output_count - first)) {
      case 1:
        visit.template operator()<1>(first);
        break;
      case 2:
        visit.template operator()<2>(first);
        break;
      case 3:
        visit.template operator()<3>(first);
        break;
      case 4:
        visit.template operator()<4>(first);
        break;
      case 5:
        visit.template operator()<5>(first);
        break;
      default:
        visit.template operator()<6>(first);
        break;
    }
  }
}

inline void Scores(const StepPlan<float>& plan, float* scores) {
  ForOutputGroups(plan.output_count, [&]<std::size_t kOutputs>(std::size_t first) {
    ScoreGroup<kOutputs>(plan, first, scores);
  });
}

// ---------------------------------------------------------- coefficients

/// The logarithm of a product stands for a sum of logarithms; its factors are at least 1/2, so that
/// so many of them stay far from the smallest numbers.
inline constexpr std::size_t kFactors = 64;

/// The loss of pairs, summed while their errors are computed.
class LossSum {
 public:
  // Written out: what the compiler makes by itself is not compiled for the target.
  HWY_INLINE LossSum() : sum_(hn::Zero(D())), product_(hn::Set(D(), 1.0F)) {}

  /// label - sigmoid(score); of each lane where `counts`, the loss is added.
  HWY_INLINE V Add(V score, V label, hn::Mask<D> counts) {
    const D d;
    const V zero = hn::Zero(d);
    const V one = hn::Set(d, 1.0F);
    const V e = hn::Exp(d, hn::Neg(hn::Abs(score)));
    const V larger = hn::Div(one, hn::Add(one, e));  // sigmoid(|score|)
    const V probability = hn::IfThenElse(hn::Ge(score, zero), larger, hn::Mul(e, larger));
    const V towards = hn::IfThenElse(hn::Gt(label, zero), score, hn::Neg(score));
    // The last term is zero unless the score is no finite number: Max and Exp would hide that.
    const V linear = hn::MulAdd(score, zero, hn::Max(hn::Neg(towards), zero));
    sum_ = hn::Add(sum_, hn::IfThenElseZero(counts, linear));
    product_ = hn::Mul(product_, hn::IfThenElse(counts, larger, one));
    if (++factors_ % kFactors == 0) {
      sum_ = hn::Sub(sum_, hn::Log(d, product_));
      product_ = one;
    }
    return hn::Sub(label, probability);
  }

  HWY_INLINE StepLoss Total() const {
    const D d;
    const V sum = hn::Sub(sum_, hn::Log(d, product_));
    return {static_cast<double>(hn::GetLane(hn::SumOfLanes(d, sum)))};
  }

 private:
  V sum_;
  V product_;
  std::size_t factors_ = 0;
};

inline StepLoss Coefficients(const StepPlan<float>& plan, float rate, float* scores) {
  const D d;
  const V zero = hn::Zero(d);
  const V rates = hn::Set(d, rate);
  LossSum loss;
  const std::size_t pairs = plan.input_count * plan.output_count;
  for (std::size_t p = 0; p < pairs; p += kLanes) {
    const V label = hn::LoadU(d, plan.labels + p);
    const auto counts = hn::And(hn::Ge(label, zero), hn::FirstN(d, pairs - p));
    const V error = loss.Add(hn::LoadU(d, scores + p), label, counts);
    hn::StoreU(hn::IfThenElseZero(counts, hn::Mul(rates, error)), d, scores + p);
  }
  return loss.Total();
}

// ---------------------------------------------------------------- update

/// Asks for the line of each coming row that begins with column `c`: vectors may be shorter than
/// lines.
HWY_INLINE void FetchColumn(const StepPlan<float>& plan, std::size_t c) {
  constexpr std::size_t kLine = 64 / sizeof(float);
  if (c % kLine != 0) return;
  for (std::size_t i = 0; i < plan.fetch_count; ++i) PrefetchLine(plan.fetch[i] + c);
}

/// The rank updates between all inputs and one group of outputs, in the columns from `c` on.
/// Outputs move in place. What input i moves by is added to start(i, input), where `input` are its
/// numbers, and handed to finish(i, sum).
template <std::size_t kOutputs, class Start, class Finish>
HWY_INLINE void UpdateColumns(const StepPlan<float>& plan, const float* coefficients,
                              std::size_t first, std::size_t c, const Start& start,
                              const Finish& finish) {
  const D d;
  float* const* const outputs = plan.outputs + first;
  V output[kOutputs];
  V moved[kOutputs];
  for (std::size_t o = 0; o < kOutputs; ++o) {
    output[o] = hn::Load(d, outputs[o] + c);
    moved[o] = output[o];
  }
  const float* coefficient = coefficients + first;
  for (std::size_t i = 0; i < plan.input_count; ++i, coefficient += plan.output_count) {
    const V input = hn::Load(d, plan.inputs[i] + c);
    V sum = start(i, input);
    for (std::size_t o = 0; o < kOutputs; ++o) {
      const V g = hn::Set(d, coefficient[o]);
      sum = hn::MulAdd(g, output[o], sum);
      moved[o] = hn::MulAdd(g, input, moved[o]);
    }
    finish(i, sum);
  }
  for (std::size_t o = 0; o < kOutputs; ++o) hn::Store(moved[o], d, outputs[o] + c);
}

/// All outputs fit into registers: one visit to each input and output.
template <std::size_t kOutputs>
HWY_NOINLINE void UpdateAtOnce(const StepPlan<float>& plan, const float* coefficients) {
  const D d;
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    FetchColumn(plan, c);
    UpdateColumns<kOutputs>(
        plan, coefficients, 0, c, [](std::size_t, V input) HWY_ATTR { return input; },
        [&](std::size_t i, V sum) HWY_ATTR { hn::Store(sum, d, plan.inputs[i] + c); });
  }
}

/// One input: its coefficients stay in registers, as do all outputs of a column.
template <std::size_t kOutputs>
HWY_NOINLINE void UpdateOne(const StepPlan<float>& plan, const float* coefficients) {
  const D d;
  V g[kOutputs];
  for (std::size_t o = 0; o < kOutputs; ++o) g[o] = hn::Set(d, coefficients[o]);
  float* const* const outputs = plan.outputs;
  float* const row = plan.inputs[0];
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    FetchColumn(plan, c);
    const V input = hn::Load(d, row + c);
    V sum = input;
    for (std::size_t o = 0; o < kOutputs; ++o) {
      const V output = hn::Load(d, outputs[o] + c);
      sum = hn::MulAdd(g[o], output, sum);
      hn::Store(hn::MulAdd(g[o], input, output), d, outputs[o] + c);
    }
    hn::Store(sum, d, row + c);
  }
}

/// Any number of outputs: inputs move when all groups of outputs have seen them.
inline void UpdateInGroups(const StepPlan<float>& plan, float* coefficients) {
  const D d;
  float* const moves =
      coefficients + PaddedPairs(plan.input_count, plan.output_count) + kLabelPadding;
  const auto move_of = [moves](std::size_t i) { return moves + i * kLabelPadding; };
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    FetchColumn(plan, c);
    for (std::size_t i = 0; i < plan.input_count; ++i) hn::StoreU(hn::Zero(d), d, move_of(i));
    ForOutputGroups(plan.output_count, [&]<std::size_t kOutputs>(std::size_t first) HWY_ATTR {
      UpdateColumns<kOutputs>(
          plan, coefficients, first, c,
          [&](std::size_t i, V) HWY_ATTR { return hn::LoadU(d, move_of(i)); },
          [&](std::size_t i, V sum) HWY_ATTR { hn::StoreU(sum, d, move_of(i)); });
    });
    for (std::size_t i = 0; i < plan.input_count; ++i) {
      float* const input = plan.inputs[i] + c;
      hn::Store(hn::Add(hn::Load(d, input), hn::LoadU(d, move_of(i))), d, input);
    }
  }
}

inline void Update(const StepPlan<float>& plan, float* coefficients) {
  if (plan.output_count > kTileOutputs) return UpdateInGroups(plan, coefficients);
  ForOutputGroups(plan.output_count, [&]<std::size_t kOutputs>(std::size_t) {
    if (plan.input_count == 1) return UpdateOne<kOutputs>(plan, coefficients);
    UpdateAtOnce<kOutputs>(plan, coefficients);
  });
}

inline StepLoss Step(const StepPlan<float>& plan, float rate, float* scratch) {
  Scores(plan, scratch);
  const StepLoss loss = Coefficients(plan, rate, scratch);
  Update(plan, scratch);
  return loss;
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_STEP_INL_H_
