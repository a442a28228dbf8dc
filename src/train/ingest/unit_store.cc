#include "train/ingest/unit_store.h"

#include <algorithm>

namespace firth::train {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

}  // namespace

void UnitStore::Append(std::uint64_t number, std::span<const IdCode::Unit> units) {
  const std::size_t bytes = units.size_bytes();
  if (chunks_.empty() ||
      chunks_.back().used * sizeof(IdCode::Unit) + bytes > chunks_.back().memory.size()) {
    chunks_.push_back({base::Pages(std::max(kChunkBytes, bytes)), 0, {}});
  }
  Chunk& chunk = chunks_.back();
  const auto place = chunk.memory.As<IdCode::Unit>().subspan(chunk.used, units.size());
  std::ranges::copy(units, place.begin());
  chunk.used += units.size();
  chunk.blocks.push_back({number, place});
}

}  // namespace firth::train
