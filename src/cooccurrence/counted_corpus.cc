#include "cooccurrence/counted_corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/checksum.h"
#include "base/system.h"
#include "cooccurrence/count_pairs.h"
#include "cooccurrence/rank_rows.h"
#include "cooccurrence/read_cooccurrences.h"
#include "firth/error.h"
#include "formats/source.h"
#include "formats/vocabulary_file.h"
#include "train/held_out.h"
#include "train/ingest/ingest.h"
#include "train/ranks/collectives.h"
#include "train/ranks/shared_words.h"

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

/// What training takes besides the pairs that are kept. Throws Error(kMemory) when that is too much
/// already.
MemoryEstimate EstimateMemory(const Vocabulary& vocabulary, const TrainSettings& settings,
                              std::uint64_t matrices, std::uint64_t pairs_in_hand) {
  MemoryEstimate estimate;
  estimate.matrices = matrices;
  estimate.pairs = pairs_in_hand;
  const bool saves_itself = !settings.checkpoint.folder.empty();
  estimate.vocabulary = vocabulary.MemoryBytes() * (saves_itself ? 2 : 1);
  estimate.program = kProgramBytes + kThreadBytes * base::ThreadCount(settings.threads);
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

PairObserver ObserverOfPairs(const TrainObserver& observer) {
  return {.progress = observer.counting_pairs, .note = observer.note, .stop = observer.stop};
}

/// Makes what is asked for, step by step; the same ranges for any text with the same vocabulary.
class Counter {
 public:
  Counter(const TrainSettings& settings, const CountRequest& request, const TrainObserver& observer)
      : settings_(settings),
        request_(request),
        shape_(ShapeFor(request.row_bytes)),
        observer_(observer) {
    Validate(PairSettingsOf(settings));
  }

  std::optional<CountedCorpus> FromCorpus(const Corpus& corpus) const {
    train::Ingested ingested = IngestCorpus(corpus);
    if (stopped()) return std::nullopt;
    if (!ingested.ids && !corpus.rereadable()) {
      throw Error(ErrorKind::kMemory,
                  "standard input does not fit half of the memory limit; save it to a file, or "
                  "raise --memory-limit");
    }
    const std::uint64_t fingerprint = request_.ranks != nullptr
                                          ? train::SumOver(*request_.ranks, ingested.fingerprint)
                                          : ingested.fingerprint;
    CountedCorpus counted = Begin(ingested.vocabulary, fingerprint);
    if (!request_.words_alone) {
      auto tiles = Count(corpus, ingested, MemoryBeside(counted.memory), request_.ranks);
      if (!tiles) return std::nullopt;
      counted.tiles = std::move(*tiles);
    }
    counted.vocabulary = std::move(ingested.vocabulary);
    return End(std::move(counted), "");
  }

  std::optional<CountedCorpus> FromFiles(const CooccurrenceFiles& files) const {
    const formats::Source words = formats::OpenSource(files.vocabulary);
    const formats::Source records = formats::OpenSource(files.records);
    Vocabulary vocabulary = formats::ReadVocabulary(words);
    CountedCorpus counted = Begin(vocabulary, FingerprintOf(words, records));
    if (!request_.words_alone) {
      auto tiles =
          ReadCooccurrences(RecordFile(records), vocabulary, shape_, MemoryBeside(counted.memory),
                            base::ThreadCount(settings_.threads), settings_.model.pairs.temp_dir,
                            ObserverOfPairs(observer_), Share());
      if (!tiles) return std::nullopt;
      if (request_.ranks != nullptr) ShareSizes(*request_.ranks, *tiles);
      counted.tiles = std::move(*tiles);
    }
    counted.vocabulary = std::move(vocabulary);
    return End(std::move(counted), files.records);
  }

 private:
  bool stopped() const { return observer_.stop.stop_requested(); }

  BandShare Share() const {
    if (request_.ranks == nullptr) return {};
    return {request_.ranks->rank(), request_.ranks->size()};
  }

  /// Half of the memory is for ids; the other half, while they are there, for pairs.
  train::Ingested Ingest(const Corpus& corpus, const train::ChooseVocabulary& choose,
                         train::TextKind kind) const {
    return train::Ingest(corpus, settings_, settings_.MemoryLimit() / 2, observer_, choose, kind);
  }

  train::Ingested IngestCorpus(const Corpus& corpus) const {
    Communicator* const ranks = request_.ranks;
    if (ranks == nullptr) return Ingest(corpus, {}, train::TextKind::kWhole);
    const auto choose = settings_.read_vocab.empty() ? train::ChooserOfAll(*ranks, settings_)
                                                     : train::ChooseVocabulary();
    train::Ingested ingested = Ingest(corpus, choose, train::TextKind::kPart);
    if (!stopped()) train::RequireWordsOfAny(*ranks, ingested, settings_);
    return ingested;
  }

  /// A checkpoint alone asks for it, and reading all takes a while.
  std::uint64_t FingerprintOf(const formats::Source& words, const formats::Source& records) const {
    if (settings_.checkpoint.folder.empty()) return 0;
    base::Checksum sum;
    sum.Add(words.bytes);
    sum.Add(records.bytes);
    return sum.Value();
  }

  /// What threads hold of a tile of so many pairs.
  std::uint64_t BytesInHand(std::uint64_t pairs) const {
    return base::ThreadCount(settings_.threads) * pairs * request_.bytes_in_hand;
  }

  CountedCorpus Begin(const Vocabulary& vocabulary, std::uint64_t fingerprint) const {
    CountedCorpus counted;
    const CooccurrenceSettings pairs = PairSettingsOf(settings_);
    const std::uint64_t largest = ForetoldLargest(vocabulary, TileRanges(vocabulary, shape_),
                                                  pairs.window * (pairs.symmetric ? 2 : 1));
    counted.memory = EstimateMemory(vocabulary, settings_, request_.matrices(vocabulary.size()),
                                    BytesInHand(largest + largest / 8));
    counted.fingerprint = fingerprint;
    if (!request_.words_alone && observer_.counting_pairs) observer_.counting_pairs(0);
    return counted;
  }

  /// What pairs may take: matrices, and pairs in hand, come once they are counted.
  PairMemory MemoryBeside(const MemoryEstimate& taken) const {
    const std::uint64_t limit = settings_.MemoryLimit();
    const std::uint64_t now = taken.Total() - taken.matrices - taken.pairs;
    return {.counting = limit - std::min(limit, now),
            .pairs = limit - std::min(limit, taken.Total())};
  }

  /// Nothing when a stop was requested.
  std::optional<PairTiles> Count(const Corpus& corpus, train::Ingested& ingested, PairMemory memory,
                                 Communicator* ranks) const {
    const std::uint64_t ids = ingested.ids ? ingested.ids->MemoryBytes() : 0;
    memory.counting -= std::min(memory.counting, ids);
    memory.pairs = std::min(memory.pairs, memory.counting);
    return CountPairs(corpus, ingested, settings_, PairSettingsOf(settings_), shape_, memory,
                      ObserverOfPairs(observer_), ranks);
  }

  /// `path`: where the pairs come from; empty: the corpus.
  std::optional<CountedCorpus> End(CountedCorpus counted, const std::string& path) const {
    if (request_.words_alone) return counted;
    base::ReturnFreeMemory();  // what counting took
    counted.memory.pairs = counted.tiles.MemoryBytes() + BytesInHand(counted.tiles.largest());
    if (counted.tiles.total() == 0) {
      throw Error(ErrorKind::kInput, "no two words of the vocabulary are near each other", path);
    }
    if (settings_.valid.empty() || Share().rank != 0) return counted;
    counted.held_out = CountHeldOut(counted);
    if (!counted.held_out) return std::nullopt;
    counted.memory.held_out = counted.held_out->MemoryBytes();
    return counted;
  }

  /// The pairs of settings.valid under the same vocabulary.
  std::optional<PairTiles> CountHeldOut(const CountedCorpus& counted) const {
    const Vocabulary& vocabulary = counted.vocabulary;
    train::HeldOut::BytesNeeded(settings_, vocabulary);  // says what cannot be
    const auto corpus = OpenCorpus({settings_.valid});
    train::Ingested ingested = Ingest(
        *corpus, [&vocabulary](const Vocabulary&) { return vocabulary.Clone(); },
        train::TextKind::kWhole);
    if (stopped()) return std::nullopt;
    const std::uint64_t limit = settings_.MemoryLimit();
    const std::uint64_t left = limit - std::min(limit, counted.memory.Total());
    auto tiles = Count(*corpus, ingested, {.counting = left, .pairs = left}, nullptr);
    if (tiles && tiles->total() == 0) {
      throw Error(ErrorKind::kInput, "no two words of the vocabulary are near each other in this",
                  settings_.valid);
    }
    return tiles;
  }

  const TrainSettings& settings_;
  const CountRequest& request_;
  TileShape shape_;
  const TrainObserver& observer_;
};

}  // namespace

std::optional<CountedCorpus> CountCorpus(const Corpus& corpus, const TrainSettings& settings,
                                         const CountRequest& request,
                                         const TrainObserver& observer) {
  return Counter(settings, request, observer).FromCorpus(corpus);
}

std::optional<CountedCorpus> TakeCounts(const CooccurrenceFiles& counts,
                                        const TrainSettings& settings, const CountRequest& request,
                                        const TrainObserver& observer) {
  return Counter(settings, request, observer).FromFiles(counts);
}

}  // namespace firth::cooccurrence
