/// Input x Context x Objective: a model over windows of words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
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
        input_(std::move(input)),
        context_(std::move(context)),
        objective_(std::move(objective)),
        scratch_(kernels::ScratchSize(2 * settings.window, objective_.LargestOutputCount())) {}

  ExampleLoss Train(std::span<const TokenId> sentence, double rate,
                    base::SplitMix64& random) override {
    kernels::LossTotal loss;
    std::uint64_t examples = 0;
    std::size_t prepared = 0;
    std::size_t run = 0;
    near_ = 0;
    input_.Begin(sentence);
    objective_.Begin();
    if constexpr (Input::kNarrow) {
      input_.SeedRounding(random());
      objective_.SeedRounding(random());
    }
    for (std::uint32_t i = 0; i < sentence.size(); ++i) {
      const auto window = drawer_.Draw(Position{i}, sentence.size(), random);
      if (window.ContextSize() == 0) continue;
      PreparedWindow<Real>& next = ahead_[prepared++ % kWindowsAhead];
      Prepare(sentence, window, random, next);
      examples += next.examples;
      if (prepared - run == kWindowsAhead) {
        loss += Run(ahead_[run++ % kWindowsAhead], next.fetch, rate);
      } else {
        for (const Real* row : next.fetch) kernels::PrefetchRow(row, input_.stride());
      }
    }
    while (run < prepared) loss += Run(ahead_[run++ % kWindowsAhead], {}, rate);
    if (prepared > 0) input_.Leave(sentence.size());
    return {loss.Value(), examples};
  }

  void ListRows(std::span<const TokenId> words, std::vector<RowId>& inputs,
                std::vector<RowId>& outputs) const override {
    for (const TokenId word : words) {
      input_.ListRows(word, inputs);
      objective_.ListRows(word, outputs);
    }
  }

 private:
  void Prepare(std::span<const TokenId> sentence, const corpus::Window& window,
               base::SplitMix64& random, PreparedWindow<Real>& prepared) {
    const std::size_t centre = Index(window.centre);
    prepared.centre = centre;
    prepared.end = Index(window.end);
    objective_.Foresee(random);
    const std::size_t near_before = near_;
    for (const std::size_t end = EndOfReach(sentence, centre); near_ < end; ++near_) {
      input_.Approach(near_);
    }
    prepared.width = 2 * window.half_width;
    ListInputs(window, prepared);
    objective_.Prepare(sentence[centre], Context::LabelledInputs(prepared), random, prepared);
    ListRowsToFetch(near_before, prepared);
  }

  void ListInputs(const corpus::Window& window, PreparedWindow<Real>& prepared) {
    const std::size_t centre = prepared.centre;
    const std::size_t count = window.ContextSize();
    prepared.inputs.SetSize(count);
    if constexpr (Input::kWeighted) prepared.row_counts.SetSize(count);
    if constexpr (Context::kPlaced) prepared.places.SetSize(count);
    for (std::size_t input = 0; input < count; ++input) {
      std::size_t at = Index(window.begin) + input;
      if (at >= centre) ++at;
      prepared.inputs[input] = input_.Vector(at);
      if constexpr (Input::kWeighted) prepared.row_counts[input] = input_.RowCount(at);
      if constexpr (Context::kPlaced) {
        prepared.places[input] = reach_ + at - centre - (at > centre ? 1 : 0);
      }
    }
    input_.CountUses(Index(window.begin), centre);
    input_.CountUses(centre + 1, Index(window.end));
  }

  std::size_t EndOfReach(std::span<const TokenId> sentence, std::size_t centre) const {
    return std::min(sentence.size(), centre + reach_ + 1);
  }

  /// Rows of the words that have come near from place `begin` on, each once a sentence: they stay
  /// in the cache while the windows pass over them.
  void ListRowsToFetch(std::size_t begin, PreparedWindow<Real>& prepared) {
    prepared.fetch.Clear();
    if (!Objective::kPrefetches) return;
    for (const Real* row : prepared.outputs) prepared.fetch.Add(row);
    for (std::size_t at = begin; at < near_; ++at) input_.AddRowsToFetch(at, prepared.fetch);
  }

  kernels::StepLoss Run(PreparedWindow<Real>& window, std::span<const Real* const> fetch,
                        double rate) {
    input_.Enter(window.end);
    if constexpr (Input::kNarrow) objective_.Open(window);
    const auto loss =
        context_.Run(window, fetch, objective_, static_cast<Real>(rate), scratch_.data());
    if constexpr (Input::kNarrow) objective_.Close();
    // The next window begins at the earliest there.
    if (window.centre + 1 > reach_) input_.Leave(window.centre + 1 - reach_);
    return loss;
  }

  std::size_t reach_;  ///< the widest half-width
  corpus::WindowDrawer drawer_;
  Input input_;
  Context context_;
  Objective objective_;
  std::array<PreparedWindow<Real>, kWindowsAhead> ahead_;
  std::vector<Real> scratch_;
  std::size_t near_ = 0;  ///< words of the sentence that are, or were, near
};

}  // namespace firth::models
