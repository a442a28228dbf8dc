/// Training of a model whose dimensions are spread over ranks.
#pragma once

#include <cstddef>

#include "firth/train.h"

namespace firth::train {

/// Dimensions [begin, end) of a model's.
struct ColumnRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

/// The part of `rank`. REQUIRES: dim >= ranks > rank.
ColumnRange ColumnsOf(std::size_t dim, std::size_t rank, std::size_t ranks);

/// TrainTogether with ModelShard::kColumns. REQUIRES: settings that are valid.
TrainResult TrainColumns(Communicator& ranks, const Corpus& corpus, const TrainSettings& settings,
                         const TrainObserver& observer);

}  // namespace firth::train
