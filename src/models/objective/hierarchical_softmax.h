/// Hierarchical softmax: a word is found by turns in a tree.
#pragma once

#include <cstddef>
#include <vector>

#include "firth/models.h"
#include "models/objective/huffman.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// Morin and Bengio 2005, on Huffman's tree as word2vec has it (arXiv 1310.4546, section 2.1): the
/// probability of a word is the product of those of its turns, which sum to 1 over the vocabulary.
template <class Real>
class HierarchicalSoftmaxObjective {
 public:
  HierarchicalSoftmaxObjective(const ModelSettings& /*settings*/, const SharedParts<Real>& shared)
      : rows_(shared.output), tree_(*shared.tree), kernels_(shared.kernels) {}

  static constexpr bool kPrefetches = true;
  std::size_t LargestOutputCount() const { return tree_.longest_path(); }

  void ListRows(TokenId centre, std::vector<RowId>& rows) const {
    for (const Turn& turn : tree_.Path(centre)) rows.push_back(turn.node);
  }

  void Begin() const {}
  void Foresee(base::SplitMix64& /*random*/) const {}

  void Prepare(TokenId centre, std::size_t inputs, base::SplitMix64& /*random*/,
               PreparedWindow<Real>& window) const {
    const auto path = tree_.Path(centre);
    Real** output = window.outputs.SetSize(path.size());
    for (const Turn& turn : path) *output++ = rows_.Row(turn.node);
    window.examples = inputs * path.size();
    // The labels of one input: those of the others are the same.
    window.labels.assign(kernels::PaddedPairs(1, path.size()), kernels::kSkip<Real>);
    for (std::size_t i = 0; i < path.size(); ++i) {
      window.labels[i] = path[i].positive ? kernels::kPositive<Real> : kernels::kNegative<Real>;
    }
  }

  /// One input after the other: each sees what the one before has taught the nodes. In one step for
  /// all they would move the nodes near the root, which every window meets, by the sum of their
  /// gradients, too far. A turn whose score is beyond +-6 moves nothing, as in word2vec.c
  /// (docs/quality.md has the three ways side by side).
  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    return kernels_.step_one_by_one(plan, {.rate = rate, .certain = 6}, scratch);
  }

 private:
  matrix::SharedRows<Real> rows_;
  const HuffmanTree& tree_;
  const kernels::Kernels<Real>& kernels_;
};

}  // namespace firth::models
