/// What a line's vector is held against: the objectives that word models have, for a line's labels,
/// and two that only classifiers have.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "base/random.h"
#include "classify/label_tree.h"
#include "kernels/kernels.h"
#include "matrix/shared_rows.h"
#include "models/prepared_window.h"

namespace firth::classify {

/// Of a line's labels, one drawn at random is the one to be learned (fastText).
inline TokenId OneOf(std::span<const TokenId> labels, base::SplitMix64& random) {
  if (labels.size() == 1) return labels.front();
  return labels[random.Below(static_cast<std::uint32_t>(labels.size()))];
}

/// One of the objectives of word models, with a label in place of the centre.
template <class Real, class Base>
class OneLabelObjective : public Base {
 public:
  using Base::Base;

  void Prepare(std::span<const TokenId> labels, base::SplitMix64& random,
               models::PreparedWindow<Real>& window) const {
    Base::Prepare(OneOf(labels, random), 1, random, window);
  }
};

/// All labels at once, each by itself: the loss is the sum over all labels.
template <class Real>
class OneVsAllObjective {
 public:
  OneVsAllObjective(matrix::SharedRows<Real> rows, std::size_t labels,
                    const kernels::Kernels<Real>& kernels)
      : rows_(rows), labels_(labels), kernels_(kernels) {}

  std::size_t LargestOutputCount() const { return labels_; }

  void Prepare(std::span<const TokenId> labels, base::SplitMix64& /*random*/,
               models::PreparedWindow<Real>& window) const {
    if (window.outputs.empty()) {
      Real** output = window.outputs.SetSize(labels_);
      for (std::uint32_t i = 0; i < labels_; ++i) *output++ = rows_.Row(RowId{i});
    }
    window.labels.assign(kernels::PaddedPairs(1, labels_), kernels::kNegative<Real>);
    for (const TokenId label : labels) window.labels[Index(label)] = kernels::kPositive<Real>;
  }

  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    return kernels_.step(plan, rate, scratch);
  }

 private:
  matrix::SharedRows<Real> rows_;
  std::size_t labels_;
  const kernels::Kernels<Real>& kernels_;
};

/// The turns on a label's way in the tree.
template <class Real>
class TreeObjective {
 public:
  TreeObjective(matrix::SharedRows<Real> rows, const LabelTree& tree,
                const kernels::Kernels<Real>& kernels)
      : rows_(rows), tree_(tree), kernels_(kernels) {}

  std::size_t LargestOutputCount() const { return tree_.longest_path(); }

  void Prepare(std::span<const TokenId> labels, base::SplitMix64& random,
               models::PreparedWindow<Real>& window) const {
    const auto path = tree_.Path(OneOf(labels, random));
    window.outputs.SetSize(path.size());
    window.labels.assign(kernels::PaddedPairs(1, path.size()), kernels::kSkip<Real>);
    for (std::size_t i = 0; i < path.size(); ++i) {
      window.outputs[i] = rows_.Row(path[i].node);
      window.labels[i] = path[i].positive ? kernels::kPositive<Real> : kernels::kNegative<Real>;
    }
  }

  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    if (plan.output_count == 0) return {};  // one label alone
    return kernels_.step(plan, rate, scratch);
  }

 private:
  matrix::SharedRows<Real> rows_;
  const LabelTree& tree_;
  const kernels::Kernels<Real>& kernels_;
};

}  // namespace firth::classify
