#include "train/ingest/shuffle_blocks.h"

#include <utility>
#include <vector>

#include "base/shuffled_order.h"

namespace firth::train {
void ShuffleBlocks(Ingested& ingested, std::uint64_t seed) {
  const std::vector<std::uint32_t> order = base::ShuffledOrder(ingested.blocks(), seed);
  const std::vector<std::uint64_t> before = std::move(ingested.tokens_before);
  ingested.tokens_before = {0};
  ingested.tokens_before.reserve(before.size());
  for (const std::uint64_t block : order) {
    const std::uint64_t tokens = before[block + 1] - before[block];
    ingested.tokens_before.push_back(ingested.tokens_before.back() + tokens);
  }
  ingested.ids->Reorder(order);
  ingested.shuffled = true;
}

}  // namespace firth::train
