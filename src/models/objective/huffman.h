/// The binary tree of hierarchical softmax.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "firth/text.h"

namespace firth::models {

/// One turn on the way from the root to a word: the inner node's row in the output matrix, and
/// whether the way goes on to its likelier side.
struct Turn {
  RowId node;
  bool positive;
};

/// Huffman's tree over the counts (Huffman 1952): frequent words have short ways. A vocabulary of n
/// words has n - 1 inner nodes, rows 0 to n - 2 of the output matrix: the root first, the nodes
/// that most ways pass before the others, as frequent words have low ids. As in word2vec.c, a
/// node's example is positive where the way turns to the child that was merged first. Threads:
/// reading from several is safe.
class HuffmanTree {
 public:
  /// A word without a count has the longest way. REQUIRES: a vocabulary that is not empty.
  explicit HuffmanTree(const Vocabulary& vocabulary);

  /// The turns from the root to a word; none in a vocabulary of one word.
  std::span<const Turn> Path(TokenId word) const {
    return {turns_.data() + starts_[Index(word)], starts_[Index(word) + 1] - starts_[Index(word)]};
  }
  std::size_t longest_path() const { return longest_path_; }

 private:
  std::vector<Turn> turns_;
  std::vector<std::uint64_t> starts_;
  std::size_t longest_path_ = 0;
};

}  // namespace firth::models
