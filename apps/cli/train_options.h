/// What `firth train` was told, and what all its models do alike.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "corpus_options.h"
#include "firth/distributed.h"
#include "firth/formats.h"
#include "firth/train.h"
#include "interrupt.h"
#include "loss_plot.h"
#include "progress_line.h"
#include "settings_options.h"

namespace firth::cli {

struct TrainOptions {
  std::string model;
  CorpusOptions corpus;
  std::string cooccurrences;  ///< records of pairs in the place of a corpus; empty: none
  std::string format;
  std::string save_vocab;
  std::string save_context;
  std::string plot;
  std::string output_vectors;  ///< empty: the model's
  bool cache = false;
  SettingsOptions settings;

  /// Which vectors are the result.
  OutputVectors Wanted(OutputVectors otherwise) const {
    return output_vectors.empty() ? otherwise : OutputVectorsFromName(output_vectors);
  }
};

/// Tells what is heard. Until `ready` a signal ends the command; from then on it asks for a stop.
TrainObserver ObserveTraining(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot);
/// The same for models that count pairs.
TrainObserver ObservePairs(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot);
/// What a rank other than the first tells: warnings alone, as there may be many ranks.
TrainObserver ObserveOtherRank(const std::string& name, InterruptGuard& interrupt);

void WriteVectors(const TrainOptions& options, const WordVectors& vectors, Format format,
                  double seconds);
/// Words and counts, the curve and the output matrix, where they are asked for.
void WriteOthers(const TrainOptions& options, const Vocabulary& vocabulary, const LossPlot& plot,
                 const std::optional<WordVectors>& context);
void NoteWritten(const TrainOptions& options, const WordVectors& vectors, Format format,
                 double seconds);
/// Of so many words or pairs.
void NoteSpeed(std::uint64_t done, double seconds, std::string_view unit);
/// Ends the command after a signal, with what was learned until then.
[[noreturn]] void EndStopped(const Progress& progress, const InterruptGuard& interrupt);

/// Refuses what cannot be written, before long work.
void CheckOutputs(const TrainOptions& options, Format format);

/// What this rank trains on.
std::unique_ptr<Corpus> OpenOfRank(const TrainOptions& options, const TrainSettings& settings,
                                   const Job& job);

/// The models that count pairs, from a corpus or from `cooccurrences`.
void TrainPairs(const TrainOptions& options, Format format, const TrainSettings& settings);

}  // namespace firth::cli
