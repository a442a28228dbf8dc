#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/system.h"
#include "cooccurrence/count_pairs.h"
#include "firth/error.h"
#include "firth/glove.h"
#include "glove/run.h"
#include "train/checkpoint/initial_model.h"
#include "train/checkpoint/saved.h"
#include "train/held_out.h"
#include "train/ingest/ingest.h"

namespace firth {
namespace {

/// As measured: what a run takes beyond its tables, for the program and for each thread.
constexpr std::uint64_t kProgramBytes = 4'000'000;
constexpr std::uint64_t kThreadBytes = 4'000'000;
/// Pairs below this share of the limit are in memory, whatever the matrices take.
constexpr std::uint64_t kLeastShare = 16;

/// Ranges whose contexts fit the cache that the processors share, so many that the largest tiles
/// are small beside a stratum for any number of threads up to a fourth of them.
cooccurrence::TileShape ShapeFor(const TrainSettings& settings) {
  constexpr std::size_t kSide = 64;
  constexpr std::size_t kRangeBytes = std::size_t{4} << 20;
  const std::uint64_t row = glove::Records::BytesNeeded(1, settings.model.dim) / 2;
  const std::uint64_t words = std::max<std::uint64_t>(64, kRangeBytes / row);
  return {.least_side = kSide,
          .most_words = std::min<std::size_t>(words, cooccurrence::kMostRangeWords)};
}

CooccurrenceSettings PairSettingsOf(const TrainSettings& settings) {
  const GloveSettings& glove = settings.model.glove;
  return {.window = settings.model.window,
          .symmetric = glove.symmetric,
          .weight = glove.harmonic ? PairWeight::kHarmonic : PairWeight::kFlat,
          .temp_dir = glove.temp_dir};
}

void RequireGlove(const TrainSettings& settings) {
  Validate(settings);
  Validate(PairSettingsOf(settings));
  if (!settings.init.empty()) {
    throw Error(ErrorKind::kSettings, "GloVe starts from random vectors: leave out --init");
  }
}

/// What training takes besides pairs. Throws Error(kMemory) when that is too much already.
MemoryEstimate EstimateMemory(const Vocabulary& vocabulary, const TrainSettings& settings) {
  const unsigned threads = settings.threads > 0 ? settings.threads : base::ProcessorCount();
  MemoryEstimate estimate;
  estimate.matrices = glove::Records::BytesNeeded(vocabulary.size(), settings.model.dim);
  estimate.vocabulary = vocabulary.MemoryBytes();
  estimate.program = kProgramBytes + kThreadBytes * threads;
  const std::uint64_t limit = settings.MemoryLimit();
  if (estimate.Total() + limit / kLeastShare <= limit) return estimate;
  constexpr double kMegabyte = 1e6;
  throw Error(ErrorKind::kMemory,
              fmt::format("training needs {:.0f} MB and some for pairs (matrices {:.0f} MB), the "
                          "limit is {:.0f} MB; lower --dim or --max-vocab, or raise --min-count or "
                          "--memory-limit",
                          static_cast<double>(estimate.Total()) / kMegabyte,
                          static_cast<double>(estimate.matrices) / kMegabyte,
                          static_cast<double>(limit) / kMegabyte));
}

/// From a corpus to its tiles; the same ranges for any text with the same vocabulary.
class PairCounter {
 public:
  PairCounter(const TrainSettings& settings, const TrainObserver& observer)
      : settings_(settings), observer_(observer) {}

  /// Half of the memory is for ids; the other half, while they are there, for pairs.
  train::Ingested Ingest(const Corpus& corpus, const train::ChooseVocabulary& choose = {}) const {
    return train::Ingest(corpus, settings_, settings_.MemoryLimit() / 2, observer_, choose);
  }

  /// Nothing when a stop was requested. `taken` bytes are not for pairs while they are counted,
  /// `kept` not after that.
  std::optional<cooccurrence::PairTiles> Count(const Corpus& corpus, train::Ingested& ingested,
                                               std::uint64_t taken, std::uint64_t kept) const {
    const std::uint64_t limit = settings_.MemoryLimit();
    const std::uint64_t ids = ingested.ids ? ingested.ids->MemoryBytes() : 0;
    cooccurrence::PairMemory memory;
    memory.counting = limit - std::min(limit, taken + ids);
    memory.pairs = std::min(memory.counting, limit - std::min(limit, kept));
    return cooccurrence::CountPairs(
        corpus, ingested, settings_, PairSettingsOf(settings_), ShapeFor(settings_), memory,
        {.progress = observer_.counting_pairs, .note = observer_.note, .stop = observer_.stop});
  }

  /// The pairs of settings.valid under a vocabulary.
  std::optional<cooccurrence::PairTiles> CountHeldOut(const Vocabulary& vocabulary,
                                                      std::uint64_t kept) const {
    train::HeldOut::BytesNeeded(settings_, vocabulary);  // says what cannot be
    const auto corpus = OpenCorpus({settings_.valid});
    train::Ingested ingested =
        Ingest(*corpus, [&vocabulary](const Vocabulary&) { return vocabulary.Clone(); });
    if (observer_.stop.stop_requested()) return std::nullopt;
    auto tiles = Count(*corpus, ingested, kept, kept);
    if (tiles && tiles->total() == 0) {
      throw Error(ErrorKind::kInput, "no two words of the vocabulary are near each other in this",
                  settings_.valid);
    }
    return tiles;
  }

 private:
  const TrainSettings& settings_;
  const TrainObserver& observer_;
};

struct Counted {
  Vocabulary vocabulary;
  std::uint64_t fingerprint = 0;
  cooccurrence::PairTiles tiles;
  std::optional<cooccurrence::PairTiles> held_out;
  MemoryEstimate memory;
};

/// Nothing when a stop was requested.
std::optional<Counted> CountAll(const Corpus& corpus, const TrainSettings& settings,
                                const TrainObserver& observer) {
  const PairCounter counter(settings, observer);
  train::Ingested ingested = counter.Ingest(corpus);
  if (observer.stop.stop_requested()) return std::nullopt;
  if (!ingested.ids && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit half of the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  Counted counted;
  counted.memory = EstimateMemory(ingested.vocabulary, settings);
  counted.fingerprint = ingested.fingerprint;
  const std::uint64_t with_matrices = counted.memory.Total();
  auto tiles =
      counter.Count(corpus, ingested, with_matrices - counted.memory.matrices, with_matrices);
  if (!tiles) return std::nullopt;
  counted.vocabulary = std::move(ingested.vocabulary);
  counted.tiles = std::move(*tiles);
  counted.memory.pairs = counted.tiles.MemoryBytes();
  if (counted.tiles.total() == 0) {
    throw Error(ErrorKind::kInput, "no two words of the vocabulary are near each other");
  }
  if (!settings.valid.empty()) {
    counted.held_out = counter.CountHeldOut(counted.vocabulary, counted.memory.Total());
    if (!counted.held_out) return std::nullopt;
    counted.memory.held_out = counted.held_out->MemoryBytes();
  }
  return counted;
}

/// A run and the model that it trains.
class Training {
 public:
  Training(Counted counted, const TrainSettings& settings, const TrainObserver& observer)
      : counted_(std::move(counted)),
        settings_(settings),
        observer_(observer),
        records_(counted_.vocabulary.size(), settings.model.dim,
                 settings.model.init_range / static_cast<double>(settings.model.dim),
                 settings.seed) {
    state_.corpus = counted_.fingerprint;
  }

  void Resume(train::Checkpoint& checkpoint) {
    train::RequireSameCorpus(checkpoint, counted_.fingerprint, counted_.tiles.side());
    TrainedModel model = Saved();
    train::RestoreRows(checkpoint, model);
    checkpoint.model = {};  // the file need not stay mapped
    state_ = checkpoint.state;
    if (observer_.note) observer_.note("resumed from " + checkpoint.path);
  }

  GloveResult Train(train::CheckpointFolder* folder) {
    GloveResult result;
    const TrainedModel saved = Saved();
    const cooccurrence::PairTiles* held_out = counted_.held_out ? &*counted_.held_out : nullptr;
    {
      glove::Run run({counted_.tiles, held_out, settings_, observer_}, records_, saved, state_,
                     folder);
      const auto began = std::chrono::steady_clock::now();
      result.early = run.TrainAllEpochs();
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
      result.seconds = seconds.count();
      result.progress = run.Report();
      result.pairs = result.progress.words_done - run.pairs_before();
    }
    train::RequireFinite(saved, settings_);
    result.stopped = observer_.stop.stop_requested() && !result.early &&
                     result.progress.words_done < result.progress.words_total;
    result.model = Model();
    return result;
  }

  GloveModel Model() {
    GloveModel model;
    model.vectors.settings = train::SettingsRecord(settings_);
    model.vectors.vocabulary = counted_.vocabulary.Clone();
    model.vectors.input = records_.Vectors();
    model.vectors.output = records_.ContextVectors();
    model.biases = records_.Biases();
    model.context_biases = records_.ContextBiases();
    return model;
  }

 private:
  /// As a checkpoint has it: all numbers of the records, shared with them.
  TrainedModel Saved() {
    TrainedModel model;
    model.vocabulary = counted_.vocabulary.Clone();
    model.input = records_.Vectors();
    model.output = records_.Rest();
    return model;
  }

  Counted counted_;
  const TrainSettings& settings_;
  const TrainObserver& observer_;
  glove::Records records_;
  train::TrainingState state_;
};

}  // namespace

GloveResult TrainGlove(const Corpus& corpus, const TrainSettings& asked,
                       const TrainObserver& observer) {
  TrainSettings settings = asked;
  RequireGlove(settings);
  train::OpenHeldOut(settings);
  train::Saved saved = train::OpenSaved(settings, observer);
  std::optional<Counted> counted = CountAll(corpus, settings, observer);
  GloveResult result;
  result.stopped = !counted;
  if (!counted) return result;
  if (observer.ready) observer.ready(counted->vocabulary, counted->memory);
  Training training(std::move(*counted), settings, observer);
  if (saved.checkpoint) {
    training.Resume(*saved.checkpoint);
    if (saved.checkpoint->state.finished) {
      if (observer.note) observer.note(saved.checkpoint->path + " is the end of this training");
      result.early = saved.checkpoint->state.early;
      result.model = training.Model();
      return result;
    }
  }
  return training.Train(saved.folder.get());
}

}  // namespace firth
