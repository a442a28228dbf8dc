#include "firth/train.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/system.h"
#include "firth/error.h"
#include "matrix/initialize.h"
#include "models/sentence_model.h"
#include "train/block_feed.h"
#include "train/ingest.h"
#include "train/memory.h"
#include "train/progress_meter.h"
#include "train/workers.h"

namespace firth {
namespace {

/// A model with its matrices as training begins: input random, output zero (word2vec.c).
TrainedModel FreshModel(Vocabulary vocabulary, const TrainSettings& settings) {
  TrainedModel model;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    model.settings.emplace(spec.name, spec.get(settings));
  }
  model.settings.emplace("model",
                         settings.model.context == ContextKind::kCbow ? "cbow" : "skipgram");
  const std::size_t words = vocabulary.size();
  model.vocabulary = std::move(vocabulary);
  model.input = Matrix(words, settings.model.dim);
  model.output = Matrix(words, settings.model.dim);
  const double range = settings.model.init_range / static_cast<double>(settings.model.dim);
  matrix::FillUniform(model.input, range, settings.seed);
  return model;
}

/// The word that stands in the vocabulary but in no sentence.
std::optional<TokenId> UntrainedWord(const TrainSettings& settings) {
  if (settings.line_end != LineEnd::kWord2vec) return std::nullopt;
  return TokenId{0};
}

unsigned ThreadCount(const TrainSettings& settings, std::uint64_t blocks) {
  const unsigned wanted = settings.threads > 0 ? settings.threads : base::ProcessorCount();
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, blocks));
}

/// Trains `model` to the end or until a stop. Returns where it came to.
Progress RunTraining(const Corpus& corpus, const train::Ingested& ingested,
                     const TrainSettings& settings, const TrainObserver& observer,
                     TrainedModel& model) {
  const models::NegativeSampler negatives(model.vocabulary, settings.model.ns_power,
                                          UntrainedWord(settings));
  const corpus::Subsampler subsampler(model.vocabulary, settings.sample);
  const train::LinearSchedule schedule(settings.StartRate(), settings.EndRate(),
                                       settings.epochs * ingested.tokens());
  const auto feed = train::MakeBlockFeed(corpus, ingested, model.vocabulary, settings);
  const models::SharedParts<float> shared{matrix::SharedRows<float>(model.input),
                                          matrix::SharedRows<float>(model.output), negatives,
                                          kernels::KernelsFor<float>(settings.cpu_target)};
  const train::WorkerContext context{settings, ingested, subsampler, schedule, *feed};
  std::vector<std::unique_ptr<train::Worker>> workers;
  for (unsigned i = 0; i < ThreadCount(settings, ingested.blocks() * settings.epochs); ++i) {
    workers.push_back(std::make_unique<train::Worker>(
        context, models::MakeSentenceModel(settings.model, shared)));
  }
  train::ProgressMeter meter(workers, ingested, settings, schedule);
  const auto report = [&] {
    const Progress progress = meter.Measure();
    if (observer.progress) observer.progress(progress);
    return progress;
  };
  train::RunWorkers(workers, observer.stop, report);
  return report();
}

}  // namespace

TrainResult Train(const Corpus& corpus, const TrainSettings& settings,
                  const TrainObserver& observer) {
  Validate(settings);
  train::Ingested ingested =
      train::Ingest(corpus, settings, train::MemoryLimit(settings), observer);
  if (observer.stop.stop_requested()) return {.stopped = true};
  if (!ingested.ids && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  const MemoryEstimate memory = train::FitMemory(ingested, settings, corpus.rereadable());
  if (observer.ready) observer.ready(ingested.vocabulary, memory);

  TrainResult result;
  result.model = FreshModel(std::move(ingested.vocabulary), settings);
  result.progress = RunTraining(corpus, ingested, settings, observer, result.model);
  result.stopped =
      observer.stop.stop_requested() && result.progress.words_done < result.progress.words_total;
  return result;
}

Vocabulary CountWords(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer) {
  Validate(settings);
  return train::Ingest(corpus, settings, /*memory=*/0, observer).vocabulary;
}

}  // namespace firth
