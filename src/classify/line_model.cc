#include "classify/line_model.h"

#include <utility>
#include <vector>

#include "classify/objectives.h"
#include "firth/matrix.h"
#include "models/objective/full_softmax.h"
#include "models/objective/negative_sampling.h"

namespace firth::classify {
namespace {

template <class Real, class Objective>
class MeanOfRows final : public LineModel<Real> {
 public:
  MeanOfRows(const LineParts<Real>& parts, Objective objective)
      : kernels_(parts.kernels),
        objective_(std::move(objective)),
        rows_(2, parts.output.stride()),
        scratch_(1, kernels::ScratchSize(1, objective_.LargestOutputCount())) {}

  double Train(kernels::BagPlan<Real> bag, std::span<const TokenId> labels, double rate,
               base::SplitMix64& random) override {
    Real* const hidden = rows_.MutableRowData(RowId{0});
    Real* const delta = rows_.MutableRowData(RowId{1});
    const std::size_t columns = rows_.stride();
    bag.scale = 1 / static_cast<Real>(bag.count);
    kernels_.gather(bag, hidden);
    for (std::size_t c = 0; c < columns; ++c) delta[c] = -hidden[c];

    objective_.Prepare(labels, random, window_);
    Real* const inputs[] = {hidden};
    const kernels::StepPlan<Real> plan{
        inputs, 1, window_.outputs.data(), window_.outputs.size(), window_.labels.data(), columns};
    const kernels::StepLoss loss =
        objective_.Step(plan, static_cast<Real>(rate), scratch_.MutableRowData(RowId{0}));

    for (std::size_t c = 0; c < columns; ++c) delta[c] += hidden[c];
    kernels_.scatter(bag, delta);
    return loss.Value();
  }

 private:
  const kernels::Kernels<Real>& kernels_;
  Objective objective_;
  BasicMatrix<Real> rows_;  ///< the line's vector, and what the step moved it by
  BasicMatrix<Real> scratch_;
  models::PreparedWindow<Real> window_;
};

template <class Real, class Objective>
std::unique_ptr<LineModel<Real>> Make(const LineParts<Real>& parts, Objective objective) {
  return std::make_unique<MeanOfRows<Real, Objective>>(parts, std::move(objective));
}

/// One of the objectives of word models, which take a label for a word.
template <class Real, template <class> class Base>
std::unique_ptr<LineModel<Real>> MakeOneLabel(const ClassifierSettings& settings,
                                              const LineParts<Real>& parts) {
  ModelSettings model;
  model.negative = settings.negative;
  const models::SharedParts<Real> shared{parts.output,    parts.output, parts.labels,
                                         parts.negatives, nullptr,      parts.kernels};
  return Make(parts, OneLabelObjective<Real, Base<Real>>(model, shared));
}

}  // namespace

template <class Real>
std::unique_ptr<LineModel<Real>> MakeLineModel(const ClassifierSettings& settings,
                                               const LineParts<Real>& parts) {
  switch (settings.loss) {
    case ClassifierLoss::kHierarchicalSoftmax:
      return Make(parts, TreeObjective<Real>(parts.output, *parts.tree, parts.kernels));
    case ClassifierLoss::kNegativeSampling:
      return MakeOneLabel<Real, models::NegativeSamplingObjective>(settings, parts);
    case ClassifierLoss::kOneVsAll:
      return Make(parts, OneVsAllObjective<Real>(parts.output, parts.labels, parts.kernels));
    case ClassifierLoss::kSoftmax:
      break;
  }
  return MakeOneLabel<Real, models::FullSoftmaxObjective>(settings, parts);
}

template std::unique_ptr<LineModel<float>> MakeLineModel(const ClassifierSettings&,
                                                         const LineParts<float>&);
template std::unique_ptr<LineModel<double>> MakeLineModel(const ClassifierSettings&,
                                                          const LineParts<double>&);

}  // namespace firth::classify
