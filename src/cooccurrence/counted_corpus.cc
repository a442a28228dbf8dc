#include "cooccurrence/counted_corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/system.h"
#include "cooccurrence/count_pairs.h"
#include "firth/error.h"
#include "train/held_out.h"
#include "train/ingest/ingest.h"

namespace firth::cooccurrence {
namespace {

/// As measured: what a run takes beyond its tables, for the program and for each thread.
constexpr std::uint64_t kProgramBytes = 4'000'000;
constexpr std::uint64_t kThreadBytes = 4'000'000;
/// Pairs below this share of the limit are in memory, whatever the matrices take.
constexpr std::uint64_t kLeastShare = 16;

/// Ranges whose rows fit the cache that the processors share, so many that the largest tiles
/// are small beside a stratum for any number of threads up to a fourth of them.
TileShape ShapeFor(std::uint64_t row_bytes) {
  constexpr std::size_t kSide = 64;
  constexpr std::size_t kRangeBytes = std::size_t{4} << 20;
  const std::uint64_t words = std::max<std::uint64_t>(64, kRangeBytes / row_bytes);
  return {.least_side = kSide, .most_words = std::min<std::size_t>(words, kMostRangeWords)};
}

CooccurrenceSettings PairSettingsOf(const TrainSettings& settings) {
  const PairSettings& pairs = settings.model.pairs;
  return {.window = settings.model.window,
          .symmetric = pairs.symmetric,
          .weight = pairs.harmonic ? PairWeight::kHarmonic : PairWeight::kFlat,
          .temp_dir = pairs.temp_dir};
}

/// What training takes besides pairs. Throws Error(kMemory) when that is too much already.
MemoryEstimate EstimateMemory(const Vocabulary& vocabulary, const TrainSettings& settings,
                              std::uint64_t matrices) {
  const unsigned threads = settings.threads > 0 ? settings.threads : base::ProcessorCount();
  MemoryEstimate estimate;
  estimate.matrices = matrices;
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
  PairCounter(const TrainSettings& settings, const TileShape& shape, const TrainObserver& observer)
      : settings_(settings), shape_(shape), observer_(observer) {}

  /// Half of the memory is for ids; the other half, while they are there, for pairs.
  train::Ingested Ingest(const Corpus& corpus, const train::ChooseVocabulary& choose = {}) const {
    return train::Ingest(corpus, settings_, settings_.MemoryLimit() / 2, observer_, choose);
  }

  /// Nothing when a stop was requested. `taken` bytes are not for pairs while they are counted,
  /// `kept` not after that.
  std::optional<PairTiles> Count(const Corpus& corpus, train::Ingested& ingested,
                                 std::uint64_t taken, std::uint64_t kept) const {
    const std::uint64_t limit = settings_.MemoryLimit();
    const std::uint64_t ids = ingested.ids ? ingested.ids->MemoryBytes() : 0;
    PairMemory memory;
    memory.counting = limit - std::min(limit, taken + ids);
    memory.pairs = std::min(memory.counting, limit - std::min(limit, kept));
    return CountPairs(
        corpus, ingested, settings_, PairSettingsOf(settings_), shape_, memory,
        {.progress = observer_.counting_pairs, .note = observer_.note, .stop = observer_.stop});
  }

  /// The pairs of settings.valid under a vocabulary.
  std::optional<PairTiles> CountHeldOut(const Vocabulary& vocabulary, std::uint64_t kept) const {
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
  const TileShape& shape_;
  const TrainObserver& observer_;
};

}  // namespace

std::optional<CountedCorpus> CountCorpus(const Corpus& corpus, const TrainSettings& settings,
                                         const MatrixBytes& matrices, std::uint64_t row_bytes,
                                         const TrainObserver& observer) {
  Validate(PairSettingsOf(settings));
  const TileShape shape = ShapeFor(row_bytes);
  const PairCounter counter(settings, shape, observer);
  train::Ingested ingested = counter.Ingest(corpus);
  if (observer.stop.stop_requested()) return std::nullopt;
  if (!ingested.ids && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit half of the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  CountedCorpus counted;
  counted.memory =
      EstimateMemory(ingested.vocabulary, settings, matrices(ingested.vocabulary.size()));
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

}  // namespace firth::cooccurrence
