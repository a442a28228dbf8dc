#include "models/objective/huffman.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

namespace firth::models {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// Who stands above each node, and on which side. Nodes 0 to n - 1 are the words, then come the
/// inner nodes in the order in which they were made.
struct Merges {
  std::vector<std::uint32_t> parent;
  std::vector<bool> first;
};

/// Words by falling count, and inner nodes, which are made in the order of their weight: the
/// lightest of all is the last word left or the oldest inner node left. Of equals the inner node is
/// taken, as word2vec.c does: so ways are the same on every machine, and no longer than they must.
class Lightest {
 public:
  explicit Lightest(const Vocabulary& vocabulary) : next_inner_(vocabulary.size()) {
    order_.resize(vocabulary.size());
    std::iota(order_.begin(), order_.end(), 0U);
    weights_.reserve(2 * vocabulary.size());
    for (const std::uint32_t word : order_)
      weights_.push_back(Value(vocabulary.CountOf(TokenId{word})));
    std::ranges::stable_sort(order_, std::greater<>(),
                             [&](std::uint32_t word) { return weights_[word]; });
  }

  std::uint32_t Take() {
    const bool inner = next_inner_ < weights_.size();
    if (!order_.empty() && (!inner || weights_[order_.back()] < weights_[next_inner_])) {
      const std::uint32_t word = order_.back();
      order_.pop_back();
      return word;
    }
    return static_cast<std::uint32_t>(next_inner_++);
  }

  void AddInner(std::uint32_t first, std::uint32_t second) {
    weights_.push_back(weights_[first] + weights_[second]);
  }

 private:
  std::vector<std::uint32_t> order_;  ///< the words left, the lightest at the end
  std::vector<std::uint64_t> weights_;
  std::size_t next_inner_;
};

Merges MergeAll(const Vocabulary& vocabulary) {
  const auto words = static_cast<std::uint32_t>(vocabulary.size());
  Merges merges{std::vector<std::uint32_t>(2 * words - 1, kNone),
                std::vector<bool>(2 * words - 1, false)};
  Lightest lightest(vocabulary);
  for (std::uint32_t node = words; node < 2 * words - 1; ++node) {
    const std::uint32_t first = lightest.Take();
    const std::uint32_t second = lightest.Take();
    merges.parent[first] = node;
    merges.parent[second] = node;
    merges.first[first] = true;
    lightest.AddInner(first, second);
  }
  return merges;
}

}  // namespace

HuffmanTree::HuffmanTree(const Vocabulary& vocabulary) {
  const auto words = static_cast<std::uint32_t>(vocabulary.size());
  const Merges merges = MergeAll(vocabulary);
  starts_ = {0};
  for (std::uint32_t word = 0; word < words; ++word) {
    for (std::uint32_t at = word; merges.parent[at] != kNone; at = merges.parent[at]) {
      turns_.push_back({RowId{2 * words - 2 - merges.parent[at]}, merges.first[at]});
    }
    std::reverse(turns_.begin() + static_cast<std::ptrdiff_t>(starts_.back()), turns_.end());
    longest_path_ = std::max<std::size_t>(longest_path_, turns_.size() - starts_.back());
    starts_.push_back(turns_.size());
  }
}

}  // namespace firth::models
