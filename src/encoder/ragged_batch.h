/// Texts that are computed together, one behind the other, without padding.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "firth/wordpiece.h"

namespace firth::encoder {

struct RaggedBatch {
  std::vector<PieceId> ids;
  std::vector<std::size_t> starts = {0};  ///< of each text in `ids`; ids.size() at the end

  std::size_t texts() const { return starts.size() - 1; }
  std::size_t pieces() const { return ids.size(); }

  void Add(std::span<const PieceId> text) {
    ids.insert(ids.end(), text.begin(), text.end());
    starts.push_back(ids.size());
  }
  void Clear() {
    ids.clear();
    starts.assign(1, 0);
  }
};

}  // namespace firth::encoder
