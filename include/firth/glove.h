/// GloVe (Pennington, Socher, Manning, EMNLP 2014): vectors of words whose products foretell how
/// often the words meet.
#pragma once

#include <cstdint>

#include "firth/corpus.h"
#include "firth/matrix.h"
#include "firth/train.h"
#include "firth/word_vectors.h"

namespace firth {

/// log X_ij is near input i . output j + bias i + context_bias j.
struct GloveModel {
  /// input: vectors of words; output: of the same words as contexts. Rows of one storage, padded.
  TrainedModel vectors;
  Matrix biases;          ///< V x 1, of the same storage
  Matrix context_biases;  ///< V x 1
};

struct GloveResult {
  GloveModel model{};   ///< empty when a stop was requested while words or pairs were counted
  Progress progress{};  ///< where training ended, in pairs
  bool stopped = false;
  bool early = false;
  std::uint64_t pairs = 0;  ///< what this call trained, in `seconds`, without the counting before
  double seconds = 0;
};

/// Counts the words of `corpus`, then the pairs within settings.model.window words, then trains
/// settings.epochs times on all pairs (docs/glove.md says how). The model is the same bytes for the
/// same settings, corpus and CPU target: threads, memory and interruptions change nothing. Settings
/// that do not concern GloVe are ignored. observer.progress and the loss are per pair; the loss is
/// weight * difference^2 / 2, as GloVe's own program has it.
/// REQUIRES: settings.model.context is kGlove.
/// Throws Error: kSettings, kInput (no pairs; not the corpus or the settings of the checkpoint),
/// kMemory (with what to lower), kDiverged, kIo (no room for what does not fit the memory), and
/// whatever reading the corpus throws. A checkpoint that cannot be written is a warning.
GloveResult TrainGlove(const Corpus& corpus, const TrainSettings& settings,
                       const TrainObserver& observer = {});

/// The result of training: w, w + context, their mean, or [w, bias, context, context bias]
/// (OutputVectors), with settings.model.glove.unknown_row the row `<unk>` too. Nothing is copied
/// but for kAll and `<unk>`.
WordVectors ToWordVectors(GloveModel model, OutputVectors which, bool unknown_row);

}  // namespace firth
