#include "classify/label_tree.h"

#include <algorithm>
#include <limits>

namespace firth::classify {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Labels stand in order of weight, and so do the nodes as they are made: the lightest is always
/// the last label left or the first node left.
class Lightest {
 public:
  explicit Lightest(const Vocabulary& labels)
      : labels_(labels), label_(labels.size()), node_(labels.size()) {}

  std::uint32_t Take() {
    const bool is_label =
        label_ > 0 && (node_ >= labels_.size() + weights_.size() || Label() < Node());
    return static_cast<std::uint32_t>(is_label ? --label_ : node_++);
  }
  std::uint64_t WeightOf(std::uint32_t at) const {
    return at < labels_.size() ? Value(labels_.CountOf(TokenId{at}))
                               : weights_[at - labels_.size()];
  }
  void AddNode(std::uint64_t weight) { weights_.push_back(weight); }

 private:
  std::uint64_t Label() const { return WeightOf(static_cast<std::uint32_t>(label_ - 1)); }
  std::uint64_t Node() const { return WeightOf(static_cast<std::uint32_t>(node_)); }

  const Vocabulary& labels_;
  std::size_t label_;
  std::size_t node_;
  std::vector<std::uint64_t> weights_;
};

}  // namespace

LabelTree::LabelTree(const Vocabulary& labels) {
  const auto count = static_cast<std::uint32_t>(labels.size());
  std::vector<LabelTurn> up(2 * std::size_t{count}, {RowId{kNone}, false});
  Lightest lightest(labels);
  for (std::uint32_t row = 0; row + 1 < count; ++row) {
    const std::uint32_t first = lightest.Take();
    const std::uint32_t second = lightest.Take();
    lightest.AddNode(lightest.WeightOf(first) + lightest.WeightOf(second));
    up[first] = {RowId{row}, false};
    up[second] = {RowId{row}, true};
    nodes_.push_back({first, second});
  }
  for (std::uint32_t label = 0; label < count; ++label) {
    for (std::uint32_t at = label; up[at].node != RowId{kNone};
         at = count + static_cast<std::uint32_t>(Index(up[at].node))) {
      turns_.push_back(up[at]);
    }
    longest_path_ = std::max<std::size_t>(longest_path_, turns_.size() - starts_.back());
    starts_.push_back(turns_.size());
  }
}

}  // namespace firth::classify
