#include "firth/train.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "models/sentence_model.h"
#include "train/ingest.h"
#include "train/memory.h"
#include "train/run.h"

namespace firth {
namespace {

/// A model with its matrices as training begins.
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
  model.output = Matrix(words, models::OutputColumns(settings.model, model.input.stride()));
  model.output_rows_are_words = settings.model.objective != Objective::kHierarchicalSoftmax;
  models::InitializeMatrices(settings.model, settings.seed, model.input, model.output);
  return model;
}

}  // namespace

TrainResult Train(const Corpus& corpus, const TrainSettings& settings,
                  const TrainObserver& observer) {
  Validate(settings);
  if (!settings.valid.empty()) OpenCorpus({settings.valid})->Open()->Next();  // before long work
  train::Ingested ingested = train::Ingest(corpus, settings, settings.MemoryLimit(), observer);
  TrainResult result;
  result.stopped = observer.stop.stop_requested();
  if (result.stopped) return result;
  if (!ingested.ids && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  const MemoryEstimate memory = train::FitMemory(ingested, settings, corpus.rereadable());
  if (observer.ready) observer.ready(ingested.vocabulary, memory);

  result.model = FreshModel(std::move(ingested.vocabulary), settings);
  train::Run run(corpus, ingested, settings, observer, result.model);
  const auto start = std::chrono::steady_clock::now();
  result.early = run.TrainAllEpochs();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.progress = run.Report();
  result.stopped = observer.stop.stop_requested() && !result.early &&
                   result.progress.words_done < result.progress.words_total;
  return result;
}

Vocabulary CountWords(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer) {
  Validate(settings);
  return train::Ingest(corpus, settings, /*memory=*/0, observer).vocabulary;
}

}  // namespace firth
