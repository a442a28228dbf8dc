/// Copies of rows, past the cache if wanted, for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_COPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_COPY_INL_H_
#undef FIRTH_KERNELS_COPY_INL_H_
#else
#define FIRTH_KERNELS_COPY_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "kernels/bag.h"
#include "kernels/columns-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Rows between the one that is copied and the one that is fetched.
inline constexpr std::size_t kCopyAhead = 6;

/// Writes numbers one behind the other, whole cache lines at a time and past the cache. A line that
/// is begun by one row and ended by the next waits until it is whole: a processor writes half lines
/// several times as slowly.
class LineWriter {
 public:
  explicit LineWriter(float* out)
      : held_((reinterpret_cast<std::uintptr_t>(out) / sizeof(float)) % kLine),
        first_(held_),
        line_(out - held_) {}

  HWY_INLINE void Write(const float* from, std::size_t count) {
    if (held_ != 0) {
      const std::size_t taken = std::min(count, kLine - held_);
      Hold(from, taken);
      from += taken;
      count -= taken;
      if (held_ < kLine) return;
      Flush();
    }
    for (; count >= kLine; count -= kLine, from += kLine, line_ += kLine) StreamLine(from, line_);
    Hold(from, count);
  }

  /// Writes what is held, and makes all visible to other threads.
  void Finish() {
    std::copy(held_line_ + first_, held_line_ + held_, line_ + first_);
    hwy::FlushStream();
  }

 private:
  static constexpr std::size_t kLine = 64 / sizeof(float);

  static HWY_INLINE void StreamLine(const float* from, float* to) {
    const hn::CappedTag<float, kLine> d;
    for (std::size_t c = 0; c < kLine; c += hn::MaxLanes(d)) {
      hn::Stream(hn::LoadU(d, from + c), d, to + c);
    }
  }

  HWY_INLINE void Hold(const float* from, std::size_t count) {
    std::memcpy(held_line_ + held_, from, count * sizeof(float));
    held_ += count;
  }

  /// The first line may begin before the output: what lies there is not this writer's.
  HWY_INLINE void Flush() {
    if (first_ == 0) {
      StreamLine(held_line_, line_);
    } else {
      std::copy(held_line_ + first_, held_line_ + kLine, line_ + first_);
      first_ = 0;
    }
    held_ = 0;
    line_ += kLine;
  }

  HWY_ALIGN float held_line_[kLine] = {};
  std::size_t held_;   ///< numbers in held_line_
  std::size_t first_;  ///< of these, how many are not this writer's
  float* line_;        ///< where held_line_ belongs
};

inline void Copy(const CopyPlan<float>& plan) {
  LineWriter writer(plan.out);
  for (std::size_t i = 0; i < plan.count; ++i) {
    if (i + kCopyAhead < plan.count) FetchRow(plan.rows[i + kCopyAhead], plan.columns);
    if (plan.stream) {
      writer.Write(plan.rows[i], plan.columns);
    } else {
      std::memcpy(plan.out + i * plan.columns, plan.rows[i], plan.columns * sizeof(float));
    }
  }
  if (plan.stream) writer.Finish();
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_COPY_INL_H_
