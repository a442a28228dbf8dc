#include "encoder/batches.h"

#include <algorithm>
#include <numeric>

namespace firth::encoder {

std::vector<Batch> MakeBatches(std::span<const Encoding> texts, std::size_t pieces) {
  std::vector<std::size_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](std::size_t text) { return texts[text].ids.size(); });
  std::vector<Batch> batches;
  std::size_t taken = 0;
  for (const std::size_t text : order) {
    const std::size_t length = texts[text].ids.size();
    if (batches.empty() || taken + length > pieces) {
      batches.emplace_back();
      taken = 0;
    }
    batches.back().push_back(text);
    taken += length;
  }
  return batches;
}

}  // namespace firth::encoder
