/// What a thread trains with.
#pragma once

#include <memory>
#include <span>

#include "base/random.h"
#include "classify/label_tree.h"
#include "firth/classify.h"
#include "kernels/kernels.h"
#include "matrix/shared_rows.h"
#include "models/objective/negative_sampler.h"

namespace firth::classify {

/// A model's way to learn from one line. It holds scratch memory: one a thread.
template <class Real>
class LineModel {
 public:
  virtual ~LineModel() = default;

  /// `bag` holds the line's rows, its scale is set here; `labels` are not empty. With h the mean of
  /// the rows, moves the rows by 1/n of what the loss asks of h, and the output rows by all of it.
  /// Returns the loss.
  virtual double Train(kernels::BagPlan<Real> bag, std::span<const TokenId> labels, double rate,
                       base::SplitMix64& random) = 0;
};

/// What the models of all threads share. Everything must outlive them.
template <class Real>
struct LineParts {
  matrix::SharedRows<Real> output;
  std::size_t labels;
  const models::NegativeSampler* negatives;  ///< null unless the loss draws
  const LabelTree* tree;                     ///< null unless the loss is hierarchical
  const kernels::Kernels<Real>& kernels;
};

/// The model that the settings name, for one thread.
template <class Real>
std::unique_ptr<LineModel<Real>> MakeLineModel(const ClassifierSettings& settings,
                                               const LineParts<Real>& parts);

extern template std::unique_ptr<LineModel<float>> MakeLineModel(const ClassifierSettings&,
                                                                const LineParts<float>&);
extern template std::unique_ptr<LineModel<double>> MakeLineModel(const ClassifierSettings&,
                                                                 const LineParts<double>&);

}  // namespace firth::classify
