/// Every kernel in one table, for one choice of instructions.
///
/// Kernels know pointers, strides and counts, never a Matrix or a Vocabulary. A table is resolved
/// once a run; calls through it cost no further dispatch. Each kernel has a plain reference
/// (kScalar), and every SIMD target is tested against it.
#pragma once

#include "firth/cpu_target.h"
#include "kernels/bag.h"
#include "kernels/bag_step.h"
#include "kernels/blanks.h"
#include "kernels/descend.h"
#include "kernels/distance.h"
#include "kernels/encoder.h"
#include "kernels/glove.h"
#include "kernels/linear.h"
#include "kernels/narrow.h"
#include "kernels/picked.h"
#include "kernels/step.h"

namespace firth::kernels {

template <class Real>
struct Kernels {
  CpuTarget target;

  /// scores[i * outputs + o] = input i . output o. `scores` has room for ScratchSize numbers.
  void (*scores)(const StepPlan<Real>& plan, Real* scores);
  /// Turns scores into coefficients, in place, and returns the loss.
  StepLoss (*coefficients)(const StepPlan<Real>& plan, Real rate, Real* scores);
  /// Both rank updates. `coefficients` has room for ScratchSize numbers; those beyond the pairs are
  /// overwritten.
  void (*update)(const StepPlan<Real>& plan, Real* coefficients);
  /// The three above in one. `scratch` has room for ScratchSize numbers.
  StepLoss (*step)(const StepPlan<Real>& plan, Real rate, Real* scratch);

  /// The step of each input in turn; inputs may repeat. `scratch` has room for
  /// ScratchSize(2, outputs) numbers.
  StepLoss (*step_one_by_one)(const StepPlan<Real>& plan, const OneByOne<Real>& rule,
                              Real* scratch);

  /// See bag_step.h. `scratch` has room for ScratchSize(1, outputs) numbers.
  StepLoss (*bag_step)(const BagStepPlan<Real>& plan, Real rate, Real* scratch);

  /// See bag.h.
  void (*gather)(const BagPlan<Real>& plan, Real* out);
  void (*scatter)(const BagPlan<Real>& plan, const Real* delta);
  void (*copy)(const CopyPlan<Real>& plan);
  void (*maximum)(const MaximumPlan<Real>& plan, Real* out, std::uint32_t* winners);
  void (*add_won)(const WonPlan<Real>& plan, Real* sum);

  /// See narrow.h. Narrow rows become wide ones, and the other way round.
  void (*widen)(const WidenPlan<Real>& plan);
  void (*narrow)(const NarrowPlan<Real>& plan);

  /// See descend.h.
  void (*adagrad)(const AdagradPlan<Real>& plan);
  void (*adam)(const AdamPlan<Real>& plan);

  /// See encoder.h.
  void (*product)(const ProductPlan<Real>& plan);
  void (*softmax)(const SoftmaxPlan<Real>& plan);
  void (*layer_norm)(const LayerNormPlan<Real>& plan);
  /// x becomes x / 2 * (1 + erf(x / sqrt(2))) (Hendrycks, Gimpel 2016, arXiv 1606.08415).
  void (*gelu)(Real* numbers, std::size_t count);

  /// See linear.h.
  void (*linear)(const LinearPlan<Real, Real>& plan);
  void (*bfloat16_linear)(const LinearPlan<Real, BFloat16Bits>& plan);
  void (*int8_linear)(const Int8LinearPlan<Real>& plan);
  void (*quantize)(const QuantizePlan<Real>& plan);

  /// See distance.h.
  void (*dot_block)(const DotBlock<Real>& block);

  /// See picked.h. Dot products, and how many bits of a row are not the query's.
  void (*dot_picked)(const PickedReals<Real>& plan);
  void (*dot_picked_bfloats)(const PickedBfloats<Real>& plan);
  void (*dot_picked_int8s)(const PickedInt8s& plan);
  void (*count_differing_bits)(const PickedBits& plan);

  /// See glove.h. Loss and step return the sum of the pairs' losses, the step's from before it.
  void (*glove_terms)(const GloveTermsPlan<Real>& plan);
  double (*glove_loss)(const GlovePlan<Real>& plan);
  double (*glove_step)(const GlovePlan<Real>& plan);

  /// See blanks.h.
  void (*find_blanks)(const BlankPlan& plan);

  /// See probe.h. A number that depends on all that was computed, or read.
  Real (*multiply_adds)(std::size_t rounds);
  Real (*read)(const Real* data, std::size_t count);
  /// Changes the sign of `count` numbers.
  void (*read_write)(Real* data, std::size_t count);
};

/// The table for `target`. Float has every target, double the plain reference alone (it is for
/// checking gradients). Throws Error(kSettings) when this processor or build lacks the target.
template <class Real>
const Kernels<Real>& KernelsFor(CpuTarget target);

template <>
const Kernels<float>& KernelsFor<float>(CpuTarget target);
template <>
const Kernels<double>& KernelsFor<double>(CpuTarget target);

}  // namespace firth::kernels
