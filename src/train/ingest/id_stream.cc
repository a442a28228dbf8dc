#include "train/ingest/id_stream.h"

#include <utility>

#include "firth/error.h"

namespace firth::train {

IdStream::IdStream(const IdCode& code, std::uint64_t blocks, std::vector<UnitStore::Chunk> chunks)
    : code_(code), blocks_(blocks), chunks_(std::move(chunks)) {
  for (UnitStore::Chunk& chunk : chunks_) {
    for (const StoredBlock& block : chunk.blocks) blocks_[block.number] = block.units;
    std::vector<StoredBlock>().swap(chunk.blocks);
  }
}

IdStream::IdStream(const IdCode& code, std::vector<std::span<const IdCode::Unit>> blocks,
                   std::shared_ptr<const void> owner, std::string path)
    : code_(code), blocks_(std::move(blocks)), owner_(std::move(owner)), path_(std::move(path)) {}

void IdStream::Decode(std::uint64_t block, std::vector<TokenId>& ids) const {
  const std::span<const IdCode::Unit> units = blocks_[block];
  ids.resize(units.size());
  if (units.empty()) return;  // and `ids` may have no place that Decode could return
  const TokenId* end = code_.Decode(units, ids.data());
  if (end == nullptr) {
    throw Error(ErrorKind::kFormat, "was changed while it was read; delete it and train again",
                path_);
  }
  ids.resize(static_cast<std::size_t>(end - ids.data()));
}

void IdStream::Reorder(std::span<const std::uint32_t> order) {
  std::vector<std::span<const IdCode::Unit>> reordered;
  reordered.reserve(order.size());
  for (const std::uint32_t block : order) reordered.push_back(blocks_[block]);
  blocks_ = std::move(reordered);
}

std::uint64_t IdStream::MemoryBytes() const {
  std::uint64_t bytes = blocks_.capacity() * sizeof(blocks_[0]);
  for (const UnitStore::Chunk& chunk : chunks_) bytes += chunk.used * sizeof(IdCode::Unit);
  return bytes;
}

}  // namespace firth::train
