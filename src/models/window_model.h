/// Input x Context x Objective: a model over windows of words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
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
    fetched_ = 0;
    for (std::uint32_t i = 0; i < sentence.size(); ++i) {
      const auto window = drawer_.Draw(Position{i}, sentence.size(), random);
      if (window.ContextSize() == 0) continue;
      PreparedWindow<Real>& next = ahead_[prepared++ % kAhead];
      Prepare(sentence, window, random, next);
      if (prepared - run == kAhead) {
        loss += Run(ahead_[run++ % kAhead], next.fetch, rate);
      } else {
        for (const Real* row : next.fetch) kernels::PrefetchRow(row, input_.stride());
      }
    }
    while (run < prepared) loss += Run(ahead_[run++ % kAhead], {}, rate);
    return loss;
  }

  void ListRows(std::span<const TokenId> words, std::vector<RowId>& inputs,
                std::vector<RowId>& outputs) const override {
    for (const TokenId word : words) {
      input_.ListRows(word, inputs);
      objective_.ListRows(word, outputs);
    }
  }

 private:
  /// Windows between the call for their rows and their step, the one being prepared included.
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
    ListRowsToFetch(sentence, centre, prepared);
  }

  /// The input rows that come into reach, each once a sentence: they stay in the cache while the
  /// windows pass over them.
  void ListRowsToFetch(std::span<const TokenId> sentence, std::size_t centre,
                       PreparedWindow<Real>& prepared) {
    prepared.fetch.clear();
    if (!Objective::kPrefetches) return;
    prepared.fetch.assign(prepared.outputs.begin(), prepared.outputs.end());
    const std::size_t end = std::min(sentence.size(), centre + reach_ + 1);
    for (; fetched_ < end; ++fetched_) prepared.fetch.push_back(input_.Row(sentence[fetched_]));
  }

  ExampleLoss Run(const PreparedWindow<Real>& window, std::span<const Real* const> fetch,
                  double rate) {
    const auto loss =
        context_.Run(window, fetch, objective_, static_cast<Real>(rate), scratch_.data());
    return {loss.sum, window.examples};
  }

  std::size_t reach_;  ///< the widest half-width
  corpus::WindowDrawer drawer_;
  Input input_;
  Context context_;
  Objective objective_;
  std::array<PreparedWindow<Real>, kAhead> ahead_;
  std::vector<Real> scratch_;
  std::size_t fetched_ = 0;  ///< words of the sentence whose input rows were called for
};

}  // namespace firth::models
