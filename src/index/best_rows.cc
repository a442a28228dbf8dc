#include "index/best_rows.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace firth::index {
namespace {

/// So many scores are held against the worst kept one at once, without a branch, which compilers
/// turn into SIMD: almost no row of a large matrix is among the best few.
constexpr std::size_t kChunk = 64;

bool Better(const Neighbor& a, const Neighbor& b) {
  return a.score > b.score || (a.score == b.score && a.row < b.row);
}

bool AnyAbove(const float* dots, const float* scales, std::size_t count, float bar) {
  unsigned any = 0;
  for (std::size_t i = 0; i < count; ++i) any |= static_cast<unsigned>(dots[i] * scales[i] > bar);
  return any != 0;
}

}  // namespace

void BestRows::Insert(Neighbor candidate) {
  if (heap_.size() == capacity_) {
    std::ranges::pop_heap(heap_, Better);
    heap_.pop_back();
  }
  heap_.push_back(candidate);
  std::ranges::push_heap(heap_, Better);
}

void BestRows::Offer(RowId first, std::span<const float> dots, std::span<const float> scales) {
  if (capacity_ == 0) return;
  // Before the heap is full every number passes; later a row must beat the worst kept one, and an
  // equal one has the higher row and loses.
  const auto bar = [this] {
    return heap_.size() < capacity_ ? -std::numeric_limits<float>::infinity() : heap_.front().score;
  };
  for (std::size_t at = 0; at < dots.size(); at += kChunk) {
    const std::size_t count = std::min(kChunk, dots.size() - at);
    if (!AnyAbove(&dots[at], &scales[at], count, bar())) continue;
    for (std::size_t i = at; i < at + count; ++i) {
      const float score = dots[i] * scales[i];
      if (score > bar()) Insert({RowId{static_cast<std::uint32_t>(Index(first) + i)}, score});
    }
  }
}

std::vector<Neighbor> BestRows::Take(std::size_t count, std::span<const RowId> exclude) {
  std::ranges::sort_heap(heap_, Better);
  std::erase_if(heap_, [exclude](const Neighbor& neighbor) {
    return std::ranges::find(exclude, neighbor.row) != exclude.end();
  });
  if (heap_.size() > count) heap_.resize(count);
  return std::move(heap_);
}

}  // namespace firth::index
