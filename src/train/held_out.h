/// How well a model foretells a text that it did not see.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "firth/train.h"
#include "models/sentence_model.h"
#include "train/checkpoint/training_state.h"

namespace firth::train {

/// Throws what opening settings.valid throws, before long work; nothing where there is none.
void OpenHeldOut(const TrainSettings& settings);

/// A text held out from training, as ids. Not thread-safe.
class HeldOut {
 public:
  /// What the ids of `settings.valid` will take, for which it is read; 0 when there is none. Throws
  /// Error: kInput when no word of it is in the vocabulary, kMemory when they take more than the
  /// memory limit, and what reading throws.
  static std::uint64_t BytesNeeded(const TrainSettings& settings, const Vocabulary& vocabulary);

  /// Reads `settings.valid`. Throws what reading throws.
  HeldOut(const TrainSettings& settings, const Vocabulary& vocabulary);

  /// The mean loss of an example, with the same windows and negatives each time and no word thinned
  /// out. It takes steps at rate 0, which change nothing; no other thread may train meanwhile.
  double Loss(models::SentenceModel& model) const;

 private:
  std::vector<std::vector<TokenId>> blocks_;  ///< no longer than they must be
};

/// When to stop. Not thread-safe.
class Patience {
 public:
  /// `epochs` 0: never.
  explicit Patience(std::size_t epochs, PatienceState state = {})
      : epochs_(epochs), state_(state) {}

  /// Takes the held-out loss of an epoch; true when so many epochs brought none better.
  bool IsOver(double loss);

  const PatienceState& state() const { return state_; }

 private:
  std::size_t epochs_;
  PatienceState state_;
};

}  // namespace firth::train
