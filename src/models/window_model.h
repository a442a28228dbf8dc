/// Input x Context x Objective: a model over windows of words.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "corpus/windows.h"
#include "kernels/prefetch.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

template <class Real, class Input, class Context, class Objective>
class WindowModel final : public SentenceModel {
 public:
  WindowModel(const ModelSettings& settings, Input input, Context context, Objective objective)
      : reach_(settings.window),
        drawer_(settings.window, settings.window_mode),
        input_(input),
        context_(std::move(context)),
        objective_(objective),
        scratch_(kernels::ScratchSize(2 * settings.window, objective.LargestOutputCount())) {}

  ExampleLoss Train(std::span<const TokenId> sentence, double rate,
                    base::SplitMix64& random) override {
    ExampleLoss loss;
    std::size_t prepared = 0;
    std::size_t run = 0;
    for (std::uint32_t i = 0; i < sentence.size(); ++i) {
      const auto window = drawer_.Draw(Position{i}, sentence.size(), random);
      if (window.ContextSize() == 0) continue;
      Prepare(sentence, window, random, ahead_[prepared++ % kAhead]);
      if (prepared - run == kAhead) loss += Run(ahead_[run++ % kAhead], rate);
    }
    while (run < prepared) loss += Run(ahead_[run++ % kAhead], rate);
    return loss;
  }

 private:
  /// Windows between the prefetch of their rows and their step, the one being prepared included.
  static constexpr std::size_t kAhead = 3;

  void Prepare(std::span<const TokenId> sentence, const corpus::Window& window,
               base::SplitMix64& random, PreparedWindow<Real>& prepared) {
    const std::size_t centre = Index(window.centre);
    prepared.inputs.clear();
    prepared.places.clear();
    prepared.width = 2 * window.half_width;
    for (std::size_t at = Index(window.begin); at < Index(window.end); ++at) {
      if (at == centre) continue;
      prepared.inputs.push_back(input_.Row(sentence[at]));
      prepared.places.push_back(reach_ + at - centre - (at > centre ? 1 : 0));
    }
    objective_.Prepare(sentence[centre], Context::LabelledInputs(prepared), random, prepared);
    if (!Objective::kPrefetches) return;
    for (const Real* row : prepared.inputs) kernels::PrefetchRow(row, input_.stride());
    for (const Real* row : prepared.outputs) kernels::PrefetchRow(row, input_.stride());
  }

  ExampleLoss Run(const PreparedWindow<Real>& window, double rate) {
    const auto loss = context_.Run(window, objective_, static_cast<Real>(rate), scratch_.data());
    return {loss.sum, window.examples};
  }

  std::size_t reach_;  ///< the widest half-width
  corpus::WindowDrawer drawer_;
  Input input_;
  Context context_;
  Objective objective_;
  std::array<PreparedWindow<Real>, kAhead> ahead_;
  std::vector<Real> scratch_;
};

}  // namespace firth::models
