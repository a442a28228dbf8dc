/// Hierarchical softmax: a word is found by turns in a tree.
#pragma once

#include <algorithm>
#include <cstddef>

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

  void Prepare(TokenId centre, std::size_t inputs, base::SplitMix64& /*random*/,
               PreparedWindow<Real>& window) const {
    const auto path = tree_.Path(centre);
    window.outputs.clear();
    for (const Turn& turn : path) window.outputs.push_back(rows_.Row(turn.node));
    window.examples = inputs * path.size();
    window.labels.assign(kernels::PaddedPairs(inputs, path.size()), kernels::kSkip<Real>);
    for (std::size_t pair = 0; pair < window.examples; ++pair) {
      const Turn& turn = path[pair % path.size()];
      window.labels[pair] = turn.positive ? kernels::kPositive<Real> : kernels::kNegative<Real>;
    }
  }

  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    return kernels_.step(plan, rate, scratch);
  }

 private:
  matrix::SharedRows<Real> rows_;
  const HuffmanTree& tree_;
  const kernels::Kernels<Real>& kernels_;
};

}  // namespace firth::models
