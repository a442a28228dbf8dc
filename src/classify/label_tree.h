/// The binary tree of hierarchical softmax, as fastText builds it: files hold the rows of its inner
/// nodes and leave the tree to the reader.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "firth/text.h"

namespace firth::classify {

/// One turn on the way from a label to the root.
struct LabelTurn {
  RowId node;     ///< of the output matrix
  bool positive;  ///< the way goes on to the child that was merged second
};

/// Huffman's tree over the labels' counts. Of equal weights an inner node is merged before a label,
/// the older node before the newer, the later label before the earlier. n labels have n - 1 inner
/// nodes, rows 0 to n - 2 in the order in which they were merged. Threads: reading is safe.
class LabelTree {
 public:
  /// REQUIRES: labels in the order of their counts, the most frequent first.
  explicit LabelTree(const Vocabulary& labels);

  /// From the label upwards; none where there is one label alone.
  std::span<const LabelTurn> Path(TokenId label) const {
    const std::uint64_t begin = starts_[Index(label)];
    return {turns_.data() + begin, starts_[Index(label) + 1] - begin};
  }
  std::size_t longest_path() const { return longest_path_; }

  /// The two children of each inner node, by its row: a label's number, or labels + a node's row.
  struct Children {
    std::uint32_t negative;
    std::uint32_t positive;
  };
  std::span<const Children> nodes() const { return nodes_; }

 private:
  std::vector<LabelTurn> turns_;
  std::vector<std::uint64_t> starts_{0};
  std::vector<Children> nodes_;
  std::size_t longest_path_ = 0;
};

}  // namespace firth::classify
