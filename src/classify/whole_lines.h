/// Blocks of whole lines.
#pragma once

#include <optional>
#include <string>

#include "firth/corpus.h"

namespace firth::classify {

/// The blocks of another reader, but none ends within a line: where a line is longer than a block,
/// its pieces are joined. Not thread-safe.
class WholeLines final : public BlockReader {
 public:
  /// `blocks` must outlive this.
  explicit WholeLines(BlockReader& blocks) : blocks_(blocks) {}

  /// Throws what `blocks` throws, and Error(kInput) for a line of more than 1 GiB.
  std::optional<TextBlock> Next() override;

 private:
  BlockReader& blocks_;
  std::uint64_t number_ = 0;
};

}  // namespace firth::classify
