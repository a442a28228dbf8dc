/// Loops over the columns of a row of any length: whole vectors, then narrower ones for the rest.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_COLUMNS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_COLUMNS_INL_H_
#undef FIRTH_KERNELS_COLUMNS_INL_H_
#else
#define FIRTH_KERNELS_COLUMNS_INL_H_
#endif

#include <cstddef>
#include <type_traits>

#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Brings a row into the cache, to be read. (PrefetchRow is for rows that are written, which takes
/// them away from other processors.)
HWY_INLINE void FetchRow(const float* row, std::size_t columns) {
  constexpr std::size_t kLine = 64 / sizeof(float);
  for (std::size_t c = 0; c < columns; c += kLine) hwy::Prefetch(row + c);
}

/// Calls block(std::integral_constant<std::size_t, kVectors>, tag, column) for as many blocks of
/// kVectors vectors as fit between `begin` and `columns`; gives the first column beyond.
template <std::size_t kVectors, class Tag, class Block>
HWY_INLINE std::size_t ForWholeOnly(Tag d, std::size_t begin, std::size_t columns,
                                    const Block& block) {
  constexpr std::size_t kSpan = kVectors * hn::MaxLanes(Tag());
  for (; begin + kSpan <= columns; begin += kSpan) {
    block(std::integral_constant<std::size_t, kVectors>(), d, begin);
  }
  return begin;
}

/// The same, then for blocks of half as many vectors, and so on.
template <std::size_t kVectors, class Tag, class Block>
HWY_INLINE std::size_t ForWhole(Tag d, std::size_t begin, std::size_t columns, const Block& block) {
  begin = ForWholeOnly<kVectors>(d, begin, columns, block);
  if constexpr (kVectors > 1) begin = ForWhole<kVectors / 2>(d, begin, columns, block);
  return begin;
}

/// One block of the fewest vectors that cover the last `rest` columns.
template <std::size_t kVectors, std::size_t kMost, class Block>
HWY_INLINE void LastBlock(std::size_t columns, std::size_t rest, const Block& block) {
  if constexpr (kVectors < kMost) {
    if (rest > kVectors * kLanes) return LastBlock<kVectors * 2, kMost>(columns, rest, block);
  }
  block(std::integral_constant<std::size_t, kVectors>(), D(), columns - kVectors * kLanes);
}

/// The same for all columns: the rest that fills no vector goes by quarters of 16 bytes, then by
/// single numbers.
template <std::size_t kVectors, class Block>
HWY_INLINE void ForBlocks(std::size_t columns, const Block& block) {
  std::size_t c = ForWhole<kVectors>(D(), 0, columns, block);
  c = ForWhole<1>(hn::CappedTag<float, 4>(), c, columns, block);
  ForWhole<1>(hn::CappedTag<float, 1>(), c, columns, block);
}

/// As ForBlocks, with less to do for the rest: one block that ends with the last column and repeats
/// columns of the block before it. For work whose result is the same when it is done twice.
template <std::size_t kVectors, class Block>
HWY_INLINE void ForOverlappingBlocks(std::size_t columns, const Block& block) {
  if (columns < kVectors * kLanes) return ForBlocks<kVectors / 2>(columns, block);
  const std::size_t c = ForWholeOnly<kVectors>(D(), 0, columns, block);
  if (c < columns) LastBlock<1, kVectors>(columns, columns - c, block);
}

/// work(tag, column) for vectors that together cover all columns once.
template <class Work>
HWY_INLINE void ForVectors(std::size_t columns, const Work& work) {
  ForBlocks<1>(columns, [&](auto /*vectors*/, auto d, std::size_t c) HWY_ATTR { work(d, c); });
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_COLUMNS_INL_H_
