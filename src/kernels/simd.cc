#include "kernels/simd.h"

#ifdef FIRTH_SCALAR_KERNELS

namespace firth::kernels {
const Kernels<float>* SimdKernels(CpuTarget /*target*/) { return nullptr; }
}  // namespace firth::kernels

#else

// SSSE3 alone is on no processor that lacks SSE4 and matters; vectors whose length is not known
// when compiling (SVE) do not fit tiles in registers.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/simd.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target comes first.
#include "hwy/highway.h"
#include "kernels/bag-inl.h"
#include "kernels/bag_step-inl.h"
#include "kernels/blanks-inl.h"
#include "kernels/copy-inl.h"
#include "kernels/descend-inl.h"
#include "kernels/distance-inl.h"
#include "kernels/encoder-inl.h"
#include "kernels/glove-inl.h"
#include "kernels/linear-inl.h"
#include "kernels/narrow-inl.h"
#include "kernels/picked-inl.h"
#include "kernels/probe-inl.h"
#include "kernels/step-inl.h"
#include "kernels/step_one_by_one-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// The table of the target that is being compiled.
Kernels<float> Table() {
  return {.target = CpuTarget::kBest,
          .scores = &Scores,
          .coefficients = &Coefficients,
          .update = &Update,
          .step = &Step,
          .step_one_by_one = &StepOneByOne,
          .bag_step = &BagStep,
          .gather = &Gather,
          .scatter = &Scatter,
          .copy = &Copy,
          .maximum = &Maximum,
          .add_won = &AddWon,
          .widen = &Widen,
          .narrow = &Narrow,
          .adagrad = &Adagrad,
          .adam = &Adam,
          .product = &Product,
          .softmax = &Softmax,
          .layer_norm = &LayerNorm,
          .gelu = &Gelu,
          .linear = &Linear,
          .bfloat16_linear = &BFloat16Linear,
          .int8_linear = &Int8Linear,
          .quantize = &Quantize,
          .dot_block = &DotBlocked,
          .dot_picked = &DotPicked,
          .dot_picked_bfloats = &DotPickedBfloats,
          .dot_picked_int8s = &DotPickedInt8s,
          .count_differing_bits = &CountDifferingBits,
          .glove_terms = &GloveTerms,
          .glove_loss = &GloveLoss,
          .glove_step = &GloveStep,
          .find_blanks = &FindBlanks,
          .multiply_adds = &MultiplyAdds,
          .read = &Read,
          .read_write = &ReadWrite};
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <map>
#include <mutex>
#include <utility>

namespace firth::kernels {
namespace {

HWY_EXPORT(Table);

using Bit = std::pair<std::int64_t, CpuTarget>;
constexpr Bit kBits[] = {{HWY_AVX3, CpuTarget::kAvx512},
                         {HWY_AVX2, CpuTarget::kAvx2},
                         {HWY_SSE4, CpuTarget::kSse4},
                         {HWY_NEON, CpuTarget::kNeon}};

/// Highway chooses among the targets that it believes to be supported; for each of ours in turn it
/// is told to believe in that one alone.
std::map<CpuTarget, Kernels<float> > AllTables() {
  std::map<CpuTarget, Kernels<float> > tables;
  const std::int64_t supported = hwy::SupportedTargets() & HWY_TARGETS;
  for (const auto& [bit, target] : kBits) {
    if ((supported & bit) == 0) continue;
    hwy::SetSupportedTargetsForTest(bit);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    Kernels<float> table = HWY_DYNAMIC_DISPATCH(Table)();
    table.target = target;
    tables.emplace(target, table);
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return tables;
}

}  // namespace

const Kernels<float>* SimdKernels(CpuTarget target) {
  static const std::map<CpuTarget, Kernels<float> > kTables = AllTables();
  const auto found = kTables.find(target);
  return found == kTables.end() ? nullptr : &found->second;
}

}  // namespace firth::kernels
#endif  // HWY_ONCE

#endif  // FIRTH_SCALAR_KERNELS
