/// GloVe (Pennington, Socher, Manning, EMNLP 2014): vectors of words whose products foretell how
/// often the words meet.
#pragma once

#include <cstdint>

#include "firth/communicator.h"
#include "firth/cooccurrence.h"
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

/// The same from pairs that are counted already. Settings that say what is counted mean nothing but
/// for settings.valid, and the model's metadata does not name them.
/// Throws Error as TrainGlove, and kNotFound or kFormat, with the place, for the files.
GloveResult TrainGlove(const CooccurrenceFiles& counts, const TrainSettings& settings,
                       const TrainObserver& observer = {});

/// The same as one of several ranks, whose `corpus` is a share (OpenCorpusShare). Each counts its
/// part; each row's counts meet at one rank, which alone keeps and trains that row's pairs
/// (docs/scale-out.md). On the same lines the model is, to the byte, that of one process. Rank 0
/// has it; the others' is not to be used. All ranks call it together. Throws also what Communicator
/// throws, and Error(kSettings) when ranks were started with different settings.
GloveResult TrainGloveTogether(Communicator& ranks, const Corpus& corpus,
                               const TrainSettings& settings, const TrainObserver& observer = {});
/// Of the files, which all can read, each rank keeps the pairs of its rows.
GloveResult TrainGloveTogether(Communicator& ranks, const CooccurrenceFiles& counts,
                               const TrainSettings& settings, const TrainObserver& observer = {});

/// The result of training: w, w + context, their mean, or [w, bias, context, context bias]
/// (OutputVectors), with settings.model.glove.unknown_row the row `<unk>` too. Nothing is copied
/// but for kAll and `<unk>`.
WordVectors ToWordVectors(GloveModel model, OutputVectors which, bool unknown_row);

}  // namespace firth
