#include "train/ingest/shuffle_blocks.h"

#include <numeric>
#include <utility>
#include <vector>

#include "base/random.h"

namespace firth::train {
namespace {

std::vector<std::uint64_t> ShuffledOrder(std::uint64_t blocks, std::uint64_t seed) {
  std::vector<std::uint64_t> order(blocks);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  base::SplitMix64 random = base::StreamFor(seed);
  for (std::uint64_t left = blocks; left > 1; --left) {
    std::swap(order[left - 1], order[random.Below(static_cast<std::uint32_t>(left))]);
  }
  return order;
}

}  // namespace

void ShuffleBlocks(Ingested& ingested, std::uint64_t seed) {
  const std::vector<std::uint64_t> order = ShuffledOrder(ingested.blocks(), seed);
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
