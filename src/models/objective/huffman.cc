#include "models/objective/huffman.h"

#include <algorithm>
#include <numeric>
#include <queue>

namespace firth::models {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// Who stands above each node, and on which side. Nodes 0 to n - 1 are the words, then come the
/// inner nodes in the order in which they were made.
struct Merges {
  std::vector<std::uint32_t> parent;
  std::vector<bool> first;
};

Merges MergeAll(const Vocabulary& vocabulary) {
  const auto words = static_cast<std::uint32_t>(vocabulary.size());
  Merges merges{std::vector<std::uint32_t>(2 * words - 1, kNone),
                std::vector<bool>(2 * words - 1, false)};
  // The lightest first; among equals the one with the higher number, so that ways are the same on
  // every machine.
  using Weighted = std::pair<std::uint64_t, std::uint32_t>;
  const auto later = [](const Weighted& a, const Weighted& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  std::priority_queue<Weighted, std::vector<Weighted>, decltype(later)> open(later);
  for (std::uint32_t i = 0; i < words; ++i) open.emplace(Value(vocabulary.CountOf(TokenId{i})), i);
  const auto take = [&open] {
    const Weighted lightest = open.top();
    open.pop();
    return lightest;
  };
  for (std::uint32_t node = words; node < 2 * words - 1; ++node) {
    const Weighted first = take();
    const Weighted second = take();
    merges.parent[first.second] = node;
    merges.parent[second.second] = node;
    merges.first[first.second] = true;
    open.emplace(first.first + second.first, node);
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
