/// The blank kernel for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_BLANKS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_BLANKS_INL_H_
#undef FIRTH_KERNELS_BLANKS_INL_H_
#else
#define FIRTH_KERNELS_BLANKS_INL_H_
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"
#include "kernels/blanks.h"
#include "kernels/blanks_reference.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

inline void FindBlanks(const BlankPlan& plan) {
  namespace hn = hwy::HWY_NAMESPACE;
  const hn::ScalableTag<std::uint8_t> d;
  constexpr std::size_t kBytes = hn::MaxLanes(hn::ScalableTag<std::uint8_t>());
  const auto space = hn::Set(d, ' ');
  const auto newline = hn::Set(d, '\n');
  const auto first = hn::Set(d, '\t');
  const auto span = hn::Set(d, '\r' - '\t');
  const auto* text = reinterpret_cast<const std::uint8_t*>(plan.text);
  const std::size_t whole = plan.size / 64;
  for (std::size_t word = 0; word < whole; ++word) {
    std::uint64_t blanks = 0;
    std::uint64_t newlines = 0;
    for (std::size_t at = 0; at < 64; at += kBytes) {
      const auto bytes = hn::LoadU(d, text + word * 64 + at);
      // Unsigned: what lies before the tab wraps round to large numbers.
      const auto past = hn::Sub(bytes, first);
      const auto in_span = hn::Eq(hn::Min(past, span), past);
      const auto is_blank =
          hn::Or(hn::Or(hn::Eq(bytes, space), in_span), hn::Eq(bytes, hn::Zero(d)));
      std::uint64_t bits[2] = {0, 0};
      hn::StoreMaskBits(d, is_blank, reinterpret_cast<std::uint8_t*>(&bits[0]));
      hn::StoreMaskBits(d, hn::Eq(bytes, newline), reinterpret_cast<std::uint8_t*>(&bits[1]));
      blanks |= bits[0] << at;
      newlines |= bits[1] << at;
    }
    plan.blanks[word] = blanks;
    plan.newlines[word] = newlines;
  }
  const std::size_t done = whole * 64;
  reference::FindBlanks(
      {plan.text + done, plan.size - done, plan.blanks + whole, plan.newlines + whole});
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_BLANKS_INL_H_
