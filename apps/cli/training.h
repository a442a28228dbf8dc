/// One training from start to end, alone or as one of several ranks: what all models do alike.
#pragma once

#include <chrono>
#include <utility>

#include "firth/distributed.h"
#include "ranks.h"
#include "train_options.h"

namespace firth::cli {

using StartTime = std::chrono::steady_clock::time_point;

/// What a model adds of its own, in classes derived from this:
///   Open(job) gives what it trains on; `job` is null when it trains alone.
///   Observe(line, interrupt, plot) gives the observer of who reports, where it is another one.
///   Train(job, source, observer) gives the result.
///   Finish(result, plot, start, interrupt) writes it; `start`: when the command began.
struct Training {
  const TrainOptions& options;
  Format format;
  const TrainSettings& settings;

  TrainObserver Observe(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot) const {
    return ObserveTraining(line, interrupt, plot);
  }
};

template <class Model>
void TrainAlone(const Model& model) {
  CheckOutputs(model.options, model.format);
  const StartTime start = std::chrono::steady_clock::now();
  const auto source = model.Open(nullptr);
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot plot;
  auto result = model.Train(nullptr, source, model.Observe(line, interrupt, plot));
  line.End();
  model.Finish(std::move(result), plot, start, interrupt);
}

/// The same as one of several ranks, of which the first alone reports and writes.
template <class Model>
void TrainAsRank(const Model& model) {
  const StartTime start = std::chrono::steady_clock::now();
  InterruptGuard interrupt;
  const auto job = JoinOthers(model.settings.ranks.silence);
  AbortOnFailure(*job, [&] {
    const bool first = job->rank() == 0;
    if (first) CheckOutputs(model.options, model.format);
    const auto source = model.Open(job.get());
    ProgressLine line;
    LossPlot plot;
    auto result = model.Train(job.get(), source,
                              first ? model.Observe(line, interrupt, plot)
                                    : ObserveOtherRank(job->NameOf(job->rank()), interrupt));
    line.End();
    if (first) return model.Finish(std::move(result), plot, start, interrupt);
    if (result.stopped) throw ExitCode{interrupt.exit_code()};
  });
}

/// As one of several ranks where these were started together.
template <class Model>
void TrainHere(const Model& model) {
  IsStartedTogether() ? TrainAsRank(model) : TrainAlone(model);
}

}  // namespace firth::cli
