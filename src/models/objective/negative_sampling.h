/// Negative sampling: the wanted word against a few drawn ones.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "firth/models.h"
#include "models/objective/output_rows.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// Mikolov et al. 2013 (arXiv 1310.4546, eq. 4). The negatives are shared by all inputs of a
/// window, which lets one step serve them all, and are different words: a draw that repeats one, or
/// the wanted word, is drawn again. `Outputs` (output_rows.h) says where rows are.
template <class Real, class Outputs>
class NegativeSampling {
 public:
  NegativeSampling(const ModelSettings& settings, const SharedParts<Real>& shared)
      : negatives_(settings.negative),
        shared_(settings.share_negatives),
        most_inputs_(2 * settings.window),
        outputs_(shared, 1 + settings.negative),
        sampler_(*shared.negatives),
        kernels_(shared.kernels),
        steps_(shared.steps) {}

  /// Narrow rows are asked for when they are chosen.
  static constexpr bool kPrefetches = !Outputs::kNarrow;
  static constexpr bool kNarrow = Outputs::kNarrow;
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
    auto& choices = Outputs::Choices(window);
    Choice* const first = choices.SetSize(1 + negatives_);
    *first = outputs_.Choose(RowOf(centre));
    if (!TakeDraws(first)) {
      Choice* end = first + 1;
      Draws draws{draws_, random};
      for (std::size_t i = 0; i < negatives_; ++i) {
        if (const auto negative = Negative(draws, {first, end})) *end++ = *negative;
      }
      choices.SetSize(static_cast<std::size_t>(end - first));
    }
    window.examples = inputs * choices.size();
    Label(choices.size(), window);
  }

  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    return steps_ == nullptr ? kernels_.step(plan, rate, scratch) : steps_->Take(plan, rate);
  }
  /// The step of a bag. REQUIRES: nobody else takes the steps.
  kernels::StepLoss BagStep(const kernels::BagStepPlan<Real>& plan, Real rate,
                            Real* scratch) const {
    return kernels_.bag_step(plan, rate, scratch);
  }

  /// Where rows are narrow: before a sentence, and around a window's step.
  void SeedRounding(std::uint64_t seed) { outputs_.SeedRounding(seed); }
  void Open(PreparedWindow<Real>& window) { outputs_.Open(window); }
  void Close() { outputs_.Close(); }

 private:
  using Choice = typename Outputs::Choice;
  /// Of more draws some are often the same, and to compare them takes longer than it saves.
  static constexpr std::size_t kFewDraws = 16;

  /// The first output is the wanted word, for as many inputs as a window may have: the labels of
  /// one window serve the next.
  void Label(std::size_t outputs, PreparedWindow<Real>& window) const {
    if (window.labelled_outputs == outputs) return;
    window.labels.assign(kernels::PaddedPairs(most_inputs_, outputs), kernels::kNegative<Real>);
    for (std::size_t i = 0; i < most_inputs_; ++i) {
      window.labels[i * outputs] = kernels::kPositive<Real>;
    }
    window.labelled_outputs = outputs;
  }

  /// The rows that the numbers foreseen draw, behind the wanted word's, as they nearly always can
  /// be taken: then nothing waits for a comparison. False where they cannot, where there
  /// are none or many, or where a claim says which rows are free.
  bool TakeDraws(Choice* choices) const {
    if (draws_.empty() || negatives_ > kFewDraws || outputs_.rows().IsClaimed()) return false;
    for (std::size_t i = 0; i < negatives_; ++i) {
      choices[1 + i] = outputs_.Choose(RowOf(sampler_.At(draws_[i])));
    }
    bool repeats = false;
    for (std::size_t i = 1; i <= negatives_; ++i) {
      for (std::size_t k = 0; k < i; ++k) repeats |= choices[k] == choices[i];
    }
    return !repeats;
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

  /// A row that is none of `taken`. In a vocabulary of few words there may be no further one: none,
  /// and there is one negative less.
  std::optional<Choice> Negative(Draws& draws, std::span<const Choice> taken) const {
    constexpr std::uint32_t kTries = 8;
    const matrix::SharedRows<Real>& rows = outputs_.rows();
    std::uint32_t repeats = 0;
    for (std::uint32_t i = 0; i < kTries * rows.shares() && repeats < kTries; ++i) {
      const TokenId drawn = sampler_.At(draws.Next());
      const RowId free = rows.NearestFree(RowOf(drawn));
      if (!sampler_.MayStandFor(drawn, TokenId{static_cast<std::uint32_t>(free)})) continue;
      const Choice choice = outputs_.Choose(free);
      if (std::ranges::find(taken, choice) == taken.end()) return choice;
      ++repeats;
    }
    return std::nullopt;
  }

  std::size_t negatives_;
  std::size_t shared_;                ///< windows in a row that have the same negatives
  std::size_t windows_ = 0;           ///< of the sentence
  std::vector<std::uint64_t> draws_;  ///< foreseen last
  std::size_t most_inputs_;
  Outputs outputs_;
  const NegativeSampler& sampler_;
  const kernels::Kernels<Real>& kernels_;
  StepTaker<Real>* steps_;
};

template <class Real>
using NegativeSamplingObjective = NegativeSampling<Real, OutputsInPlace<Real>>;
template <class Real>
using NarrowNegativeSampling = NegativeSampling<Real, NarrowOutputs<Real>>;

}  // namespace firth::models
