#include "cooccurrence/count_pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cooccurrence/bands.h"
#include "cooccurrence/counting.h"

namespace firth::cooccurrence {

std::optional<PairTiles> CountPairs(const Corpus& corpus, train::Ingested& ingested,
                                    const TrainSettings& text, const CooccurrenceSettings& settings,
                                    const TileShape& shape, const PairMemory& memory,
                                    const PairObserver& observer) {
  std::vector<WordRange> ranges = TileRanges(ingested.vocabulary, shape);
  Counting counting(corpus, ingested, text, settings, ranges, memory.counting, observer);
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
  Bands bands(std::move(ranges), counting.groups(), counting.unit(), room, file);
  const auto put = [&](std::size_t group, const RowBlock& rows, const std::stop_token&) {
    bands.Put(group, rows);
  };
  if (!counting.ForEachGroup(put)) return std::nullopt;
  return bands.Take();
}

}  // namespace firth::cooccurrence
