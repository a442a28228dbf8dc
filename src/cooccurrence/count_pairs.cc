#include "cooccurrence/count_pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/system.h"
#include "cooccurrence/bands.h"
#include "cooccurrence/counting.h"
#include "cooccurrence/rank_rows.h"

namespace firth::cooccurrence {
namespace {

/// What bands take while they are made: each thread has one in hand, and one more waits.
std::uint64_t BytesInHand(const Vocabulary& vocabulary, const TrainSettings& text,
                          const CooccurrenceSettings& settings, std::size_t bands) {
  const double pairs = ForetoldPairs(vocabulary, Counting::Beside(settings));
  const double in_hand = base::ThreadCount(text.threads) + 1.0;
  return static_cast<std::uint64_t>(pairs * in_hand * Bands::kBytesPerPair /
                                    static_cast<double>(std::max<std::size_t>(1, bands)));
}

}  // namespace

std::optional<PairTiles> CountPairs(const Corpus& corpus, train::Ingested& ingested,
                                    const TrainSettings& text, const CooccurrenceSettings& settings,
                                    const TileShape& shape, const PairMemory& memory,
                                    const PairObserver& observer, Communicator* ranks) {
  std::vector<WordRange> ranges = TileRanges(ingested.vocabulary, shape);
  Counting counting(corpus, ingested, text, settings, ranges, memory.counting,
                    BytesInHand(ingested.vocabulary, text, settings, ranges.size()), observer,
                    ranks);
  const std::uint64_t most = counting.MostPairBytes();
  if (!counting.Prepare()) return std::nullopt;
  const std::uint64_t room = std::min(memory.pairs, counting.MemoryLeft());
  std::shared_ptr<TempFile> file;
  if (most > room) {
    file = std::make_shared<TempFile>(settings.temp_dir);
    if (observer.note) {
      observer.note(
          fmt::format("{}: temporary file of the pairs that do not fit the memory", file->path()));
    }
  }
  Bands bands(std::move(ranges), counting.groups(), room, file);
  const auto put = [&](std::size_t group, const RowBlock& rows, const std::stop_token&) {
    bands.Put(group, ToCells(rows, counting.unit()));
  };
  if (ranks == nullptr) {
    if (!counting.ForEachGroup(put)) return std::nullopt;
    return bands.Take();
  }
  if (!ForEachOwnGroup(*ranks, counting, put)) return std::nullopt;
  PairTiles tiles = bands.Take();
  ShareSizes(*ranks, tiles);
  return tiles;
}

}  // namespace firth::cooccurrence
