/// The best few of a stream of scored rows.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "firth/index.h"

namespace firth::index {

/// Keeps the `capacity` rows of highest score among all that it is offered, equal scores by lower
/// row. NaN is never kept. Threads: one at a time.
class BestRows {
 public:
  explicit BestRows(std::size_t capacity) : capacity_(capacity) {}

  /// Offers rows first, first + 1, ... with dots[i] * scales[i] as score. Rows are offered in
  /// ascending order over all calls. REQUIRES: dots.size() == scales.size().
  void Offer(RowId first, std::span<const float> dots, std::span<const float> scales);

  /// The best `count` that are not in `exclude`, best first. Ends the stream.
  std::vector<Neighbor> Take(std::size_t count, std::span<const RowId> exclude);

 private:
  void Insert(Neighbor candidate);

  std::size_t capacity_;
  std::vector<Neighbor> heap_;  // the worst of the kept in front
};

}  // namespace firth::index
