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
      const V y = kInputs > 1 ? LoadOnce(outputs[o] + c) : hn::Load(d, outputs[o] + c);
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
/// the product of all lanes, of so many factors each, is a normal number.
inline constexpr std::size_t kFactors = 120 / kLanes;

/// The product of all lanes, by halves: Highway 1.0 sums lanes and does not multiply them.
template <class Lanes>
HWY_INLINE float ProductOfLanes(Lanes /*d*/, hn::Vec<Lanes> v) {
#if HWY_TARGET != HWY_SCALAR
  if constexpr (hn::MaxLanes(Lanes()) > 1) {
    const hn::Half<Lanes> half;
    return ProductOfLanes(half, hn::Mul(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  }
#endif
  return hn::GetLane(v);
}

/// exp(x) of x <= 0, off by 2e-7 (of 1, not of itself) at most; below -87 it is exp(-87). 2^z = 2^n
/// 2^f with n the whole number next to z: adding 3 * 2^22 leaves n in the last bits, from where it
/// goes to the exponent, and a polynomial (the series of 2^f) serves f within [-1/2, 1/2].
HWY_INLINE V ExpOfNegative(V x) {
  const D d;
  const hn::RebindToSigned<D> di;
  const V whole = hn::Set(d, 12582912.0F);
  const V log2e = hn::Set(d, 1.44269504F);
  x = hn::Max(x, hn::Set(d, -87.0F));
  const V n = hn::MulAdd(x, log2e, whole);
  const V f = hn::MulSub(x, log2e, hn::Sub(n, whole));
  const V f2 = hn::Mul(f, f);
  const V low = hn::MulAdd(f, hn::Set(d, 0.693147181F), hn::Set(d, 1.0F));
  const V middle = hn::MulAdd(f, hn::Set(d, 0.0555041087F), hn::Set(d, 0.240226507F));
  const V high = hn::MulAdd(f, hn::Set(d, 0.00133335581F), hn::Set(d, 0.00961812911F));
  const V top = hn::MulAdd(f2, hn::Set(d, 0.000154035304F), high);
  const V power = hn::MulAdd(f2, hn::MulAdd(f2, top, middle), low);
  return hn::BitCast(d, hn::Add(hn::BitCast(di, power), hn::ShiftLeft<23>(hn::BitCast(di, n))));
}

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
    const V e = ExpOfNegative(hn::Neg(hn::Abs(score)));
    const V larger = hn::Div(one, hn::Add(one, e));  // sigmoid(|score|)
    const V probability = hn::IfThenElse(hn::Ge(score, zero), larger, hn::Mul(e, larger));
    const V away = hn::Mul(score, hn::NegMulAdd(hn::Set(d, 2.0F), label, one));
    // The last term is zero unless the score is no finite number: Max and the power would hide
    // that.
    const V linear = hn::MulAdd(score, zero, hn::Max(away, zero));
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
    return {static_cast<double>(hn::GetLane(hn::SumOfLanes(d, sum_))),
            static_cast<double>(ProductOfLanes(d, product_))};
  }

 private:
  V sum_;
  V product_;
  std::size_t factors_ = 0;
};

/// Scores become coefficients, in place.
HWY_INLINE void TakeErrors(const StepPlan<float>& plan, float rate, float* scores, LossSum& loss) {
  const D d;
  const V zero = hn::Zero(d);
  const V rates = hn::Set(d, rate);
  const std::size_t pairs = plan.input_count * plan.output_count;
  for (std::size_t p = 0; p < pairs; p += kLanes) {
    const V label = hn::LoadU(d, plan.labels + p);
    const auto counts = hn::And(hn::Ge(label, zero), hn::FirstN(d, pairs - p));
    const V error = loss.Add(hn::LoadU(d, scores + p), label, counts);
    hn::StoreU(hn::IfThenElseZero(counts, hn::Mul(rates, error)), d, scores + p);
  }
}

inline StepLoss Coefficients(const StepPlan<float>& plan, float rate, float* scores) {
  LossSum loss;
  TakeErrors(plan, rate, scores, loss);
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

/// The rank updates between all inputs and kOutputs `outputs`, in the columns from `c` on, by the
/// coefficients of each input with them. Outputs move in place. What input i moves by is added to
/// start(i, input), where `input` are its numbers, and handed to finish(i, sum).
template <std::size_t kOutputs, class Start, class Finish>
HWY_INLINE void UpdateColumns(const StepPlan<float>& plan, float* const* outputs,
                              const float* coefficient, std::size_t c, const Start& start,
                              const Finish& finish) {
  const D d;
  V output[kOutputs];
  V moved[kOutputs];
  for (std::size_t o = 0; o < kOutputs; ++o) {
    output[o] = hn::Load(d, outputs[o] + c);
    moved[o] = output[o];
  }
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
HWY_NOINLINE void UpdateAtOnce(const StepPlan<float>& shared, const float* coefficients) {
  // For all that the compiler knows, what is stored in rows may change the plan: it would read that
  // anew for each input. Loads are what bounds this loop.
  const StepPlan<float> plan = shared;
  float* outputs[kOutputs];
  std::copy_n(plan.outputs, kOutputs, outputs);
  const D d;
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    FetchColumn(plan, c);
    UpdateColumns<kOutputs>(
        plan, outputs, coefficients, c, [](std::size_t, V input) HWY_ATTR { return input; },
        [&](std::size_t i, V sum) HWY_ATTR { hn::Store(sum, d, plan.inputs[i] + c); });
  }
}

/// One input: its coefficients stay in registers, as do all outputs of a column.
template <std::size_t kOutputs>
HWY_NOINLINE void UpdateOne(const StepPlan<float>& shared, const float* coefficients) {
  const StepPlan<float> plan = shared;  // as above
  float* outputs[kOutputs];
  std::copy_n(plan.outputs, kOutputs, outputs);
  const D d;
  V g[kOutputs];
  for (std::size_t o = 0; o < kOutputs; ++o) g[o] = hn::Set(d, coefficients[o]);
  float* const row = plan.inputs[0];
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    FetchColumn(plan, c);
    const V input = hn::Load(d, row + c);
    V sum = input;
    for (std::size_t o = 0; o < kOutputs; ++o) {
      const V output = LoadOnce(outputs[o] + c);
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
          plan, plan.outputs + first, coefficients + first, c,
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
  LossSum loss;
  Scores(plan, scratch);
  TakeErrors(plan, rate, scratch, loss);
  Update(plan, scratch);
  return loss.Total();
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_STEP_INL_H_
