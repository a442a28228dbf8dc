/// The corpus as ids.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "firth/train.h"
#include "train/ingest/id_code.h"
#include "train/ingest/unit_store.h"

namespace firth::train {

/// The ids of every block, kSentenceEnd after each sentence, in the units of an IdCode: in memory
/// or in a mapped file. Movable. Threads: reading from several is safe.
class IdStream {
 public:
  /// Blocks in memory; those that stand in no chunk are empty.
  IdStream(const IdCode& code, std::uint64_t blocks, std::vector<UnitStore::Chunk> chunks);
  /// Blocks in a file, which `owner` keeps mapped. `path` is for messages.
  IdStream(const IdCode& code, std::vector<std::span<const IdCode::Unit>> blocks,
           std::shared_ptr<const void> owner, std::string path);

  const IdCode& code() const { return code_; }
  std::uint64_t blocks() const { return blocks_.size(); }
  std::span<const IdCode::Unit> Units(std::uint64_t block) const { return blocks_[block]; }

  /// Replaces `ids` by those of a block. Throws Error(kFormat) when a file holds what no id is.
  void Decode(std::uint64_t block, std::vector<TokenId>& ids) const;

  /// Block i is now what block order[i] was. REQUIRES: `order` holds each block once.
  void Reorder(std::span<const std::uint32_t> order);

  /// Bytes of memory taken; what is mapped takes none.
  std::uint64_t MemoryBytes() const;

 private:
  IdCode code_;
  std::vector<std::span<const IdCode::Unit>> blocks_;
  std::vector<UnitStore::Chunk> chunks_;
  std::shared_ptr<const void> owner_;
  std::string path_;
};

}  // namespace firth::train
