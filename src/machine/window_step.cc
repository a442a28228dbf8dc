#include "machine/window_step.h"

#include "kernels/prefetch.h"

namespace firth::machine {
namespace {

constexpr float kRate = 1e-6F;

/// The first output is the wanted one.
std::vector<float> Labels(std::size_t inputs) {
  std::vector<float> labels(kernels::PaddedPairs(inputs, kWindowOutputs), kernels::kSkip<float>);
  for (std::size_t i = 0; i < inputs * kWindowOutputs; ++i) {
    labels[i] = i % kWindowOutputs == 0 ? kernels::kPositive<float> : kernels::kNegative<float>;
  }
  return labels;
}

}  // namespace

WindowStep::WindowStep(const kernels::Kernels<float>& kernels, std::size_t columns)
    : kernels_(kernels),
      columns_(columns),
      hidden_(2, columns),
      labels_(Labels(kWindowInputs)),
      mean_labels_(Labels(1)),
      scratch_(kernels::ScratchSize(kWindowInputs, kWindowOutputs)) {}

void WindowStep::Do(MixWork work, const Inputs& inputs, const Outputs& outputs, Fetch fetch) {
  switch (work) {
    case MixWork::kAccess:
      return Access(inputs, outputs, fetch);
    case MixWork::kSkipgram:
      return Step(inputs, outputs, fetch);
    case MixWork::kCbow:
      return Cbow(inputs, outputs, fetch);
  }
}

void WindowStep::Access(const Inputs& inputs, const Outputs& outputs, Fetch fetch) const {
  for (const float* const row : fetch) kernels::PrefetchRow(row, columns_);
  for (float* const row : inputs) kernels_.read_write(row, columns_);
  for (float* const row : outputs) kernels_.read_write(row, columns_);
}

void WindowStep::Cbow(const Inputs& inputs, const Outputs& outputs, Fetch fetch) {
  float* const hidden = hidden_.MutableRowData(RowId{0});
  constexpr float kShare = 1.0F / kWindowInputs;
  kernels_.bag_step({{inputs.data(), inputs.size(), columns_, kShare},
                     kShare,
                     {&hidden, 1, outputs.data(), outputs.size(), mean_labels_.data(), columns_,
                      fetch.data(), fetch.size()}},
                    kRate, scratch_.data());
}

void WindowStep::Step(const Inputs& inputs, const Outputs& outputs, Fetch fetch) {
  const kernels::StepPlan<float> plan{inputs.data(),  inputs.size(), outputs.data(), outputs.size(),
                                      labels_.data(), columns_,      fetch.data(),   fetch.size()};
  kernels_.step(plan, kRate, scratch_.data());
}

double WindowStep::Operations(StepModel model, std::size_t dim) {
  constexpr double kPair = 6;  // score, and one update to either side: a multiply-add each
  const auto columns = static_cast<double>(dim);
  if (model == StepModel::kSkipgram) return kPair * kWindowInputs * kWindowOutputs * columns;
  return (kPair * kWindowOutputs + 2 * kWindowInputs) * columns;
}

}  // namespace firth::machine
