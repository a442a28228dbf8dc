/// Blocks of ids one after the other, in memory that goes back to the system piece by piece.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/pages.h"
#include "train/ingest/id_code.h"

namespace firth::train {

/// A block of the corpus in units of an IdCode.
struct StoredBlock {
  std::uint64_t number = 0;
  std::span<const IdCode::Unit> units;
};

/// Memory in chunks of about a megabyte. What is stored stays in its place. Not thread-safe.
class UnitStore {
 public:
  struct Chunk {
    base::Pages memory;
    std::size_t used = 0;  ///< units
    std::vector<StoredBlock> blocks;
  };

  void Append(std::uint64_t number, std::span<const IdCode::Unit> units);

  std::vector<Chunk> TakeChunks() { return std::exchange(chunks_, {}); }
  void Clear() { chunks_.clear(); }

 private:
  std::vector<Chunk> chunks_;
};

}  // namespace firth::train
