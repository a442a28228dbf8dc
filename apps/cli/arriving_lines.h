/// Standard input as it arrives.
#pragma once

#include <string>

#include "firth/corpus.h"

namespace firth::cli {

/// Whole lines as soon as they are there, so that who writes a line and waits gets its answer.
/// Plain text only. Not thread-safe.
class ArrivingLines final : public BlockReader {
 public:
  /// Throws Error(kIo).
  std::optional<TextBlock> Next() override;

 private:
  std::string rest_;  ///< of a line that has not ended
  bool at_end_ = false;
};

}  // namespace firth::cli
