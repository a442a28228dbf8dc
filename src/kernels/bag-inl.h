/// The bag kernels for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_BAG_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_BAG_INL_H_
#undef FIRTH_KERNELS_BAG_INL_H_
#else
#define FIRTH_KERNELS_BAG_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "kernels/bag.h"
#include "kernels/columns-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Vectors of a row that are summed together: as many sums as fit the registers of any target.
inline constexpr std::size_t kGatherVectors = 8;
/// Rows between the one that is summed and the one that is fetched.
inline constexpr std::size_t kGatherAhead = 8;
/// Vectors of a cache line.
inline constexpr std::size_t kLineVectors = kLanes < 16 ? 16 / kLanes : 1;
/// Bags of so many rows are read line by line. Below, there is too little to read side by side.
inline constexpr std::size_t kGroupLeast = 8;
/// Rows that are read side by side: more would leave the cache before they are wanted.
inline constexpr std::size_t kGroupMost = 64;

/// Columns c ... c + kVectors * lanes of the bag.
template <std::size_t kVectors, bool kWeighted, class Tag>
HWY_INLINE void GatherBlock(Tag d, const BagPlan<float>& plan, std::size_t c, float* out) {
  using Vector = hn::Vec<Tag>;
  constexpr std::size_t kWidth = hn::MaxLanes(Tag());
  const bool fetches = c == 0 && plan.ahead != 0;
  Vector sum[kVectors];
  HWY_UNROLL(8)  // here and below: else GCC keeps the sums in memory
  for (std::size_t v = 0; v < kVectors; ++v) sum[v] = hn::Zero(d);
  for (std::size_t i = 0; i < plan.count; ++i) {
    if (fetches && i + kGatherAhead < plan.count + plan.ahead) {
      FetchRow(plan.rows[i + kGatherAhead], plan.columns);
    }
    const float* row = plan.rows[i] + c;
    if constexpr (kWeighted) {
      const Vector weight = hn::Set(d, plan.weights[i]);
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[v] = hn::MulAdd(weight, hn::LoadU(d, row + v * kWidth), sum[v]);
      }
    } else {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[v] = hn::Add(sum[v], hn::LoadU(d, row + v * kWidth));
      }
    }
  }
  const Vector scale = hn::Set(d, plan.scale);
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < kVectors; ++v) {
    hn::StoreU(hn::Mul(scale, sum[v]), d, out + c + v * kWidth);
  }
}

/// Some of a bag's rows, and how many behind them are fetched meanwhile.
struct RowGroup {
  const float* const* rows;
  const float* weights;
  std::size_t count;
  std::size_t ahead;
};

/// Columns c ... c + kVectors * lanes: out = scale * (out + the group's sum), without the former
/// `out` when kFirst.
template <std::size_t kVectors, bool kWeighted, bool kFirst, class Tag>
HWY_INLINE void AddLine(Tag d, const RowGroup& group, float scale, std::size_t c, float* out) {
  constexpr std::size_t kWidth = hn::MaxLanes(Tag());
  for (std::size_t i = 0; i < group.ahead; ++i) hwy::Prefetch(group.rows[group.count + i] + c);
  hn::Vec<Tag> sum[kVectors];
  for (std::size_t v = 0; v < kVectors; ++v) {
    sum[v] = kFirst ? hn::Zero(d) : hn::LoadU(d, out + c + v * kWidth);
  }
  for (std::size_t i = 0; i < group.count; ++i) {
    const float* row = group.rows[i] + c;
    for (std::size_t v = 0; v < kVectors; ++v) {
      const auto x = hn::LoadU(d, row + v * kWidth);
      if constexpr (kWeighted) {
        sum[v] = hn::MulAdd(hn::Set(d, group.weights[i]), x, sum[v]);
      } else {
        sum[v] = hn::Add(sum[v], x);
      }
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v) {
    hn::StoreU(hn::Mul(hn::Set(d, scale), sum[v]), d, out + c + v * kWidth);
  }
}

template <bool kWeighted, bool kFirst>
HWY_INLINE void AddGroup(const RowGroup& group, float scale, std::size_t columns, float* out) {
  ForBlocks<kLineVectors>(columns, [&](auto vectors, auto d, std::size_t c) HWY_ATTR {
    AddLine<decltype(vectors)::value, kWeighted, kFirst>(d, group, scale, c, out);
  });
}

/// For rows that come from memory: a line of one row, then that of the next, and so on, while the
/// same line of the rows to come is asked for. So many rows are on their way at once, which is what
/// memory is good at: two thirds of the time of row by row (docs/nn.md). The sums are the same.
template <bool kWeighted>
void GatherByLines(const BagPlan<float>& plan, float* out) {
  const std::size_t groups = (plan.count + kGroupMost - 1) / kGroupMost;
  for (std::size_t g = 0, begin = 0; g < groups; ++g) {
    const std::size_t end = plan.count * (g + 1) / groups;
    const std::size_t count = end - begin;
    const RowGroup group{plan.rows + begin, kWeighted ? plan.weights + begin : nullptr, count,
                         HWY_MIN(count, plan.count + plan.ahead - end)};
    const float scale = g + 1 == groups ? plan.scale : 1;
    if (g == 0) {
      AddGroup<kWeighted, true>(group, scale, plan.columns, out);
    } else {
      AddGroup<kWeighted, false>(group, scale, plan.columns, out);
    }
    begin = end;
  }
}

template <bool kWeighted>
void GatherAll(const BagPlan<float>& plan, float* out) {
  if (plan.ahead != 0 && plan.count >= kGroupLeast) return GatherByLines<kWeighted>(plan, out);
  const auto block = [&](auto vectors, auto d, std::size_t c) HWY_ATTR {
    GatherBlock<decltype(vectors)::value, kWeighted>(d, plan, c, out);
  };
  ForOverlappingBlocks<kGatherVectors>(plan.columns, block);
}

inline void Gather(const BagPlan<float>& plan, float* out) {
  if (plan.weights == nullptr) {
    GatherAll<false>(plan, out);
  } else {
    GatherAll<true>(plan, out);
  }
}

/// Columns c ... c + kVectors * lanes of all rows: what they move by stays in registers.
template <std::size_t kVectors, class Tag>
HWY_INLINE void ScatterBlock(Tag d, const BagPlan<float>& plan, std::size_t c, const float* delta) {
  constexpr std::size_t kWidth = hn::MaxLanes(Tag());
  hn::Vec<Tag> step[kVectors];
  const auto scale_by = [&](float scale) HWY_ATTR {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < kVectors; ++v) {
      auto move = hn::LoadU(d, delta + c + v * kWidth);
      if (plan.before != nullptr) move = hn::Sub(move, hn::LoadU(d, plan.before + c + v * kWidth));
      step[v] = hn::Mul(hn::Set(d, scale), move);
    }
  };
  scale_by(plan.scale);
  for (std::size_t i = 0; i < plan.count; ++i) {
    float* const row = plan.rows[i] + c;
    if (plan.weights != nullptr) scale_by(plan.scale * plan.weights[i]);
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(hn::Add(hn::LoadU(d, row + v * kWidth), step[v]), d, row + v * kWidth);
    }
  }
}

inline void Scatter(const BagPlan<float>& plan, const float* delta) {
  ForBlocks<kGatherVectors>(plan.columns, [&](auto vectors, auto d, std::size_t c) HWY_ATTR {
    ScatterBlock<decltype(vectors)::value>(d, plan, c, delta);
  });
}

inline void Maximum(const MaximumPlan<float>& plan, float* out, std::uint32_t* winners) {
  ForVectors(plan.columns, [&](auto d, std::size_t c) HWY_ATTR {
    const hn::RebindToUnsigned<decltype(d)> du;
    auto best = hn::LoadU(d, plan.rows[0] + c);
    auto winner = hn::Set(du, plan.places[0]);
    for (std::size_t i = 1; i < plan.count; ++i) {
      const auto row = hn::LoadU(d, plan.rows[i] + c);
      const auto wins = hn::Gt(row, best);
      best = hn::IfThenElse(wins, row, best);
      winner = hn::IfThenElse(hn::RebindMask(du, wins), hn::Set(du, plan.places[i]), winner);
    }
    hn::StoreU(best, d, out + c);
    hn::StoreU(winner, du, winners + c);
  });
}

inline void AddWon(const WonPlan<float>& plan, float* sum) {
  ForVectors(plan.columns, [&](auto d, std::size_t c) HWY_ATTR {
    const hn::RebindToUnsigned<decltype(d)> du;
    const auto won = hn::Eq(hn::LoadU(du, plan.winners + c), hn::Set(du, plan.place));
    const auto delta = hn::IfThenElseZero(hn::RebindMask(d, won), hn::LoadU(d, plan.delta + c));
    hn::StoreU(hn::Add(hn::LoadU(d, sum + c), delta), d, sum + c);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_BAG_INL_H_
