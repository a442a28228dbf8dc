/// Negative sampling: the wanted word against a few drawn ones.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firth/models.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// Mikolov et al. 2013 (arXiv 1310.4546, eq. 4). The negatives are shared by all inputs of a
/// window, which lets one step serve them all, and are different words: a draw that repeats one, or
/// the wanted word, is drawn again.
template <class Real>
class NegativeSamplingObjective {
 public:
  NegativeSamplingObjective(const ModelSettings& settings, const SharedParts<Real>& shared)
      : negatives_(settings.negative),
        shared_(settings.share_negatives),
        most_inputs_(2 * settings.window),
        rows_(shared.output),
        sampler_(*shared.negatives),
        kernels_(shared.kernels),
        steps_(shared.steps) {}

  static constexpr bool kPrefetches = true;
  std::size_t LargestOutputCount() const { return 1 + negatives_; }

  /// Adds the rows that Prepare will choose for `centre`, but for what it draws.
  void ListRows(TokenId centre, std::vector<RowId>& rows) const { rows.push_back(RowOf(centre)); }

  /// Another sentence: what comes depends on nothing before it.
  void Begin() { windows_ = 0; }

  /// Draws what Prepare will choose by, so that what it looks at is on its way meanwhile; of so
  /// many windows as share their negatives the first does.
  void Foresee(base::SplitMix64& random) {
    if (windows_++ % shared_ != 0) return;
    draws_.resize(negatives_);
    for (std::uint64_t& draw : draws_) {
      draw = random();
      sampler_.Fetch(draw);
    }
  }

  /// Chooses the outputs for `centre`, by what was foreseen last, and labels them for so many
  /// inputs.
  void Prepare(TokenId centre, std::size_t inputs, base::SplitMix64& random,
               PreparedWindow<Real>& window) const {
    window.outputs.resize(1 + negatives_);
    Real** const first = window.outputs.data();
    Real** end = first;
    *end++ = rows_.Row(RowOf(centre));
    Draws draws{draws_, random};
    for (std::size_t i = 0; i < negatives_; ++i) {
      if (Real* const negative = Negative(draws, {first, end})) *end++ = negative;
    }
    window.outputs.resize(static_cast<std::size_t>(end - first));
    window.examples = inputs * window.outputs.size();
    Label(window);
  }

  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    return steps_ == nullptr ? kernels_.step(plan, rate, scratch) : steps_->Take(plan, rate);
  }

 private:
  /// The first output is the wanted word, for as many inputs as a window may have: the labels of
  /// one window serve the next.
  void Label(PreparedWindow<Real>& window) const {
    const std::size_t outputs = window.outputs.size();
    if (window.labelled_outputs == outputs) return;
    window.labels.assign(kernels::PaddedPairs(most_inputs_, outputs), kernels::kNegative<Real>);
    for (std::size_t i = 0; i < most_inputs_; ++i) {
      window.labels[i * outputs] = kernels::kPositive<Real>;
    }
    window.labelled_outputs = outputs;
  }

  /// What Foresee drew, and then further numbers.
  struct Draws {
    std::span<const std::uint64_t> foreseen;
    base::SplitMix64& random;

    std::uint64_t Next() {
      if (foreseen.empty()) return random();
      const std::uint64_t next = foreseen.front();
      foreseen = foreseen.subspan(1);
      return next;
    }
  };

  /// A row that is none of `taken`. In a vocabulary of few words there may be no further one: null,
  /// and there is one negative less.
  Real* Negative(Draws& draws, std::span<Real* const> taken) const {
    constexpr std::uint32_t kTries = 8;
    std::uint32_t repeats = 0;
    for (std::uint32_t i = 0; i < kTries * rows_.shares() && repeats < kTries; ++i) {
      const TokenId drawn = sampler_.At(draws.Next());
      const RowId free = rows_.NearestFree(RowOf(drawn));
      if (!sampler_.MayStandFor(drawn, TokenId{static_cast<std::uint32_t>(free)})) continue;
      Real* const row = rows_.Row(free);
      if (std::ranges::find(taken, row) == taken.end()) return row;
      ++repeats;
    }
    return nullptr;
  }

  std::size_t negatives_;
  std::size_t shared_;                ///< windows in a row that have the same negatives
  std::size_t windows_ = 0;           ///< of the sentence
  std::vector<std::uint64_t> draws_;  ///< foreseen last
  std::size_t most_inputs_;
  matrix::SharedRows<Real> rows_;
  const NegativeSampler& sampler_;
  const kernels::Kernels<Real>& kernels_;
  StepTaker<Real>* steps_;
};

}  // namespace firth::models
