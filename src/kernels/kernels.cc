#include "kernels/kernels.h"

#include <fmt/format.h>

#include <string>

#include "firth/error.h"
#include "kernels/bag_reference.h"
#include "kernels/bag_step_reference.h"
#include "kernels/blanks_reference.h"
#include "kernels/descend_reference.h"
#include "kernels/distance_reference.h"
#include "kernels/encoder_reference.h"
#include "kernels/glove_reference.h"
#include "kernels/linear_reference.h"
#include "kernels/narrow_reference.h"
#include "kernels/picked_reference.h"
#include "kernels/probe_reference.h"
#include "kernels/simd.h"
#include "kernels/step_reference.h"

namespace firth::kernels {
namespace {

template <class Real>
constexpr Kernels<Real> kReference = {.target = CpuTarget::kScalar,
                                      .scores = &reference::Scores<Real>,
                                      .coefficients = &reference::Coefficients<Real>,
                                      .update = &reference::Update<Real>,
                                      .step = &reference::Step<Real>,
                                      .step_one_by_one = &reference::StepOneByOne<Real>,
                                      .bag_step = &reference::BagStep<Real>,
                                      .gather = &reference::Gather<Real>,
                                      .scatter = &reference::Scatter<Real>,
                                      .copy = &reference::Copy<Real>,
                                      .maximum = &reference::Maximum<Real>,
                                      .add_won = &reference::AddWon<Real>,
                                      .widen = &reference::Widen<Real>,
                                      .narrow = &reference::Narrow<Real>,
                                      .adagrad = &reference::Adagrad<Real>,
                                      .adam = &reference::Adam<Real>,
                                      .product = &reference::Product<Real>,
                                      .softmax = &reference::Softmax<Real>,
                                      .layer_norm = &reference::LayerNorm<Real>,
                                      .gelu = &reference::Gelu<Real>,
                                      .linear = &reference::Linear<Real, Real>,
                                      .bfloat16_linear = &reference::Linear<Real, BFloat16Bits>,
                                      .int8_linear = &reference::Int8Linear<Real>,
                                      .quantize = &reference::Quantize<Real>,
                                      .dot_block = &reference::DotBlocked<Real>,
                                      .dot_picked = &reference::DotPicked<Real>,
                                      .dot_picked_bfloats = &reference::DotPickedBfloats<Real>,
                                      .dot_picked_int8s = &reference::DotPickedInt8s,
                                      .count_differing_bits = &reference::CountDifferingBits,
                                      .glove_terms = &reference::GloveTerms<Real>,
                                      .glove_loss = &reference::GloveLoss<Real>,
                                      .glove_step = &reference::GloveStep<Real>,
                                      .find_blanks = &reference::FindBlanks,
                                      .multiply_adds = &reference::MultiplyAdds<Real>,
                                      .read = &reference::Read<Real>,
                                      .read_write = &reference::ReadWrite<Real>};

}  // namespace

template <>
const Kernels<float>& KernelsFor<float>(CpuTarget target) {
  if (target == CpuTarget::kBest) target = AvailableCpuTargets().front();
  if (target == CpuTarget::kScalar) return kReference<float>;
  if (const Kernels<float>* table = SimdKernels(target)) return *table;
  throw Error(ErrorKind::kSettings,
              fmt::format("cpu-target: {} is not on this processor", CpuTargetName(target)));
}

template <>
const Kernels<double>& KernelsFor<double>(CpuTarget /*target*/) {
  return kReference<double>;
}

}  // namespace firth::kernels
