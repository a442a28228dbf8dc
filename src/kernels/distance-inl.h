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
  const D d;
  const float* queries = block.queries + query * block.query_stride;
  const float* rows = block.rows + row * block.row_stride;
  V sum[kQueries * kRows];
  for (V& s : sum) s = hn::Zero(d);
  const std::size_t whole = block.columns / kLanes * kLanes;
  for (std::size_t c = 0; c < whole; c += kLanes) {
    V y[kQueries];
    for (std::size_t q = 0; q < kQueries; ++q)
      y[q] = hn::LoadU(d, queries + q * block.query_stride + c);
    for (std::size_t r = 0; r < kRows; ++r) {
      const V x = hn::LoadU(d, rows + r * block.row_stride + c);
      for (std::size_t q = 0; q < kQueries; ++q) {
        sum[q * kRows + r] = hn::MulAdd(x, y[q], sum[q * kRows + r]);
      }
    }
  }
  HWY_ALIGN float sums[kQueries * kRows + kLanes];
  StoreSums(sum, sums);
  for (std::size_t q = 0; q < kQueries; ++q) {
    for (std::size_t r = 0; r < kRows; ++r) {
      float total = sums[q * kRows + r];
      for (std::size_t c = whole; c < block.columns; ++c) {
        total += queries[q * block.query_stride + c] * rows[r * block.row_stride + c];
      }
      block.out[(query + q) * block.out_stride + row + r] = total;
    }
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
