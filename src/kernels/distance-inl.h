/// The distance kernel for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_DISTANCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_DISTANCE_INL_H_
#undef FIRTH_KERNELS_DISTANCE_INL_H_
#else
#define FIRTH_KERNELS_DISTANCE_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include "hwy/highway.h"
#include "kernels/distance.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

inline constexpr std::size_t kTileRows = 4;
inline constexpr std::size_t kTileQueries = 2;

/// The dot products of kQueries queries with kRows rows.
template <std::size_t kQueries, std::size_t kRows>
HWY_INLINE void DotTile(const DotBlock<float>& block, std::size_t query, std::size_t row) {
  HWY_ALIGN float sums[kQueries * kRows + kLanes];
  DotProducts<kQueries, kRows>({block.queries + query * block.query_stride, block.query_stride},
                               {block.rows + row * block.row_stride, block.row_stride},
                               block.columns, sums);
  for (std::size_t q = 0; q < kQueries; ++q) {
    std::copy_n(sums + q * kRows, kRows, block.out + (query + q) * block.out_stride + row);
  }
}

template <std::size_t kQueries>
HWY_NOINLINE void DotQueries(const DotBlock<float>& block, std::size_t query) {
  std::size_t row = 0;
  for (; row + kTileRows <= block.row_count; row += kTileRows) {
    DotTile<kQueries, kTileRows>(block, query, row);
  }
  for (; row < block.row_count; ++row) DotTile<kQueries, 1>(block, query, row);
}

inline void DotBlocked(const DotBlock<float>& block) {
  std::size_t query = 0;
  for (; query + kTileQueries <= block.query_count; query += kTileQueries) {
    DotQueries<kTileQueries>(block, query);
  }
  for (; query < block.query_count; ++query) DotQueries<1>(block, query);
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_DISTANCE_INL_H_
