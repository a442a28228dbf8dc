/// Sums of the lanes of several vectors at once.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_SUMS_INL_H_
#undef FIRTH_KERNELS_SUMS_INL_H_
#else
#define FIRTH_KERNELS_SUMS_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;
inline constexpr std::size_t kLanes = hn::MaxLanes(D());

/// An aligned vector in a register. GCC reads from memory anew for each use of what Load gives,
/// which costs as much as a Load where loads are what bounds a loop.
HWY_INLINE V LoadOnce(const float* from) {
  V numbers = hn::Load(D(), from);
#if HWY_COMPILER_GCC_ACTUAL && HWY_ARCH_X86
  asm("" : "+v"(numbers.raw));
#endif
  return numbers;
}

#if HWY_TARGET != HWY_SCALAR  // where a vector is one number
template <std::size_t kAt, std::size_t kCount>
HWY_INLINE V VectorOrZero(const V (&v)[kCount]) {
  if constexpr (kAt < kCount) {
    return v[kAt];
  } else {
    return hn::Zero(D());
  }
}

/// In each block of four lanes: lane k is the sum of that block's lanes of v[kFirst + k]. Vectors
/// from kCount on count as zero.
template <std::size_t kFirst, std::size_t kCount>
HWY_INLINE V SumBlocks(const V (&v)[kCount]) {
  const auto halve = [](V a, V b) HWY_ATTR {
    const D d;
    return hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  };
  return halve(halve(VectorOrZero<kFirst>(v), VectorOrZero<kFirst + 2>(v)),
               halve(VectorOrZero<kFirst + 1>(v), VectorOrZero<kFirst + 3>(v)));
}

/// With kSpan = kLanes: lane k is the sum of the lanes of v[kFirst + k]; vectors from kCount on
/// count as zero. A tree of pairwise sums: each level halves the number of vectors, so that kLanes
/// sums cost about as much as four would one by one. To leave its block of four costs a number more
/// than to stay, so that they do so last; AVX-512 alone takes any two vectors apart at once.
template <std::size_t kFirst, std::size_t kSpan, std::size_t kCount>
HWY_INLINE V SumTree(const V (&v)[kCount]) {
  const D d;
  if constexpr (kFirst >= kCount) {
    return hn::Zero(d);
  } else if constexpr (kSpan == 1) {
    return v[kFirst];
  } else if constexpr (kLanes == 4) {
    return SumBlocks<kFirst>(v);
  } else if constexpr (kLanes == 8) {
    const V low = SumBlocks<kFirst>(v);
    const V high = SumBlocks<kFirst + 4>(v);
    return hn::Add(hn::ConcatUpperLower(d, high, low), hn::ConcatLowerUpper(d, high, low));
  } else {
    const V low = SumTree<kFirst, kSpan / 2>(v);
    const V high = SumTree<kFirst + kSpan / 2, kSpan / 2>(v);
    return hn::Add(hn::ConcatEven(d, high, low), hn::ConcatOdd(d, high, low));
  }
}
#endif

/// out[k] = sum of the lanes of v[k]. Writes whole vectors: up to kLanes - 1 numbers past kCount.
template <std::size_t kFirst = 0, std::size_t kCount>
HWY_INLINE void StoreSums(const V (&v)[kCount], float* HWY_RESTRICT out) {
  if constexpr (kFirst < kCount) {
#if HWY_TARGET == HWY_SCALAR
    const V sums = v[kFirst];
#else
    const V sums = SumTree<kFirst, kLanes>(v);
#endif
    hn::StoreU(sums, D(), out + kFirst);
    StoreSums<kFirst + kLanes>(v, out);
  }
}

/// Rows of any alignment, `stride` numbers apart.
struct RowBlock {
  const float* first;
  std::size_t stride;

  const float* Row(std::size_t i) const { return first + i * stride; }
};

/// sums[i * kSecond + j] = row i of `a` . row j of `b`, over `columns` numbers; up to kLanes - 1
/// numbers more are written. A sum is the same to the bit for any kFirst and kSecond.
template <std::size_t kFirst, std::size_t kSecond>
HWY_INLINE void DotProducts(const RowBlock& a, const RowBlock& b, std::size_t columns,
                            float* HWY_RESTRICT sums) {
  const D d;
  V sum[kFirst * kSecond];
  for (V& s : sum) s = hn::Zero(d);
  std::size_t c = 0;
  for (; c + kLanes <= columns; c += kLanes) {
    V y[kSecond];
    for (std::size_t j = 0; j < kSecond; ++j) y[j] = hn::LoadU(d, b.Row(j) + c);
    for (std::size_t i = 0; i < kFirst; ++i) {
      const V x = hn::LoadU(d, a.Row(i) + c);
      for (std::size_t j = 0; j < kSecond; ++j) {
        sum[i * kSecond + j] = hn::MulAdd(x, y[j], sum[i * kSecond + j]);
      }
    }
  }
  StoreSums(sum, sums);
  if (c == columns) return;
  for (std::size_t i = 0; i < kFirst; ++i) {
    for (std::size_t j = 0; j < kSecond; ++j) {
      float total = sums[i * kSecond + j];
      for (std::size_t k = c; k < columns; ++k) total += a.Row(i)[k] * b.Row(j)[k];
      sums[i * kSecond + j] = total;
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_SUMS_INL_H_
