#include "cooccurrence/read_cooccurrences.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/watched_threads.h"
#include "cooccurrence/bands.h"
#include "firth/error.h"

namespace firth::cooccurrence {
namespace {

/// A band's records, in any order.
using BandRecords = std::function<std::vector<Record>(std::size_t band)>;

[[noreturn]] void ThrowTooMuch(std::uint32_t row, std::int32_t column) {
  throw Error(ErrorKind::kFormat,
              fmt::format("the records of words {} and {} add up to more than a count can be",
                          row + 1, column));
}

/// Sorts the records and adds up those of one cell.
CellRows RowsOf(std::vector<Record> records, const WordRange& range) {
  const auto cell = [](const Record& record) { return std::pair(record.row, record.column); };
  // Stable, so that the sum of a cell depends on the file alone.
  if (!std::ranges::is_sorted(records, {}, cell)) std::ranges::stable_sort(records, {}, cell);
  CellRows rows;
  rows.cells.reserve(records.size());
  auto record = records.begin();
  for (std::uint32_t row = range.begin; row < range.end; ++row) {
    const auto number = static_cast<std::int32_t>(row + 1);
    while (record != records.end() && record->row == number) {
      const std::int32_t column = record->column;
      double count = 0;
      for (; record != records.end() && record->row == number && record->column == column;
           ++record) {
        count += record->count;
      }
      if (!IsCount(count)) ThrowTooMuch(row, column);
      rows.cells.push_back({static_cast<std::uint32_t>(column - 1), static_cast<float>(count)});
    }
    rows.ends.push_back(rows.cells.size());
  }
  return rows;
}

/// The records of a file that is not sorted, by band. Not thread-safe while they come in.
class Sorter {
 public:
  Sorter(std::span<const WordRange> ranges, const BandShare& share, std::uint64_t memory,
         std::shared_ptr<TempFile> file)
      : bands_(ranges.size()), share_(share), memory_(memory), file_(std::move(file)) {
    for (std::size_t band = 0; band < ranges.size(); ++band) {
      band_of_.resize(ranges[band].end, static_cast<std::uint32_t>(band));
    }
  }

  void Add(const Record& record) {
    const std::uint32_t band = band_of_[static_cast<std::uint32_t>(record.row - 1)];
    if (!share_.Has(band)) return;
    bands_[band].records.push_back(record);
    taken_ += sizeof(Record);
    if (taken_ > memory_) Flush();
  }

  std::vector<Record> Take(std::size_t band) {
    Band& from = bands_[band];
    std::vector<Record> records;
    for (const auto& [offset, count] : from.pieces) {
      const std::size_t at = records.size();
      records.resize(at + count);
      file_->Read(offset, std::as_writable_bytes(std::span(records).subspan(at)));
    }
    records.insert(records.end(), from.records.begin(), from.records.end());
    std::vector<Record>().swap(from.records);
    return records;
  }

 private:
  struct Band {
    std::vector<Record> records;
    std::vector<std::pair<std::uint64_t, std::size_t>> pieces;  ///< offset in the file, records
  };

  void Flush() {
    for (Band& band : bands_) {
      if (band.records.empty()) continue;
      const std::uint64_t offset = file_->Append(std::as_bytes(std::span(band.records)));
      band.pieces.emplace_back(offset, band.records.size());
      std::vector<Record>().swap(band.records);
    }
    taken_ = 0;
  }

  std::vector<Band> bands_;
  std::vector<std::uint32_t> band_of_;  ///< of each row
  BandShare share_;
  std::uint64_t memory_;
  std::uint64_t taken_ = 0;
  std::shared_ptr<TempFile> file_;
};

/// What reading needs at every step.
struct Reading {
  std::vector<WordRange> ranges;
  PairMemory memory;
  unsigned threads;
  const std::string& temp_dir;
  const PairObserver& observer;
  BandShare share;

  bool stopped() const { return observer.stop.stop_requested(); }

  /// A temporary file when so many bytes are more than the memory has room for.
  std::shared_ptr<TempFile> FileFor(std::uint64_t bytes, std::uint64_t room) const {
    if (bytes <= room) return nullptr;
    auto file = std::make_shared<TempFile>(temp_dir);
    if (observer.note) {
      observer.note(
          fmt::format("{}: temporary file of the pairs that do not fit the memory", file->path()));
    }
    return file;
  }
};

std::optional<PairTiles> CutBands(const Reading& reading, std::uint64_t pairs,
                                  const BandRecords& records_of) {
  std::vector<WordGroup> groups;
  for (std::size_t band = 0; band < reading.ranges.size(); ++band) {
    groups.push_back({reading.ranges[band], band});
  }
  Bands bands(reading.ranges, groups, reading.memory.pairs,
              reading.FileFor(pairs * sizeof(Pair), reading.memory.pairs));
  std::atomic<std::size_t> next = 0;
  base::RunWatched(
      reading.threads,
      [&](std::size_t /*thread*/, const std::stop_token& stop) {
        for (std::size_t band = next++; band < groups.size(); band = next++) {
          if (stop.stop_requested()) return;
          if (!reading.share.Has(band)) continue;
          bands.Put(band, RowsOf(records_of(band), groups[band].rows));
        }
      },
      reading.observer.stop,
      [&] {
        if (!reading.observer.progress) return;
        const std::size_t begun = std::min(next.load(), groups.size());
        reading.observer.progress(static_cast<double>(begun) / static_cast<double>(groups.size()));
      });
  if (reading.stopped()) return std::nullopt;
  return bands.Take();
}

std::optional<PairTiles> ReadSorted(const RecordFile& file, const Reading& reading) {
  const std::uint64_t words = reading.ranges.back().end;
  return CutBands(reading, file.size(), [&](std::size_t band) {
    const std::uint64_t end = file.FirstOf(reading.ranges[band].end);
    std::vector<Record> records;
    std::uint64_t i = file.FirstOf(reading.ranges[band].begin);
    records.reserve(end - std::min(i, end));
    for (; i < end; ++i) records.push_back(file.Checked(i, words));
    return records;
  });
}

std::optional<PairTiles> ReadUnsorted(const RecordFile& file, const Reading& reading) {
  constexpr std::uint64_t kBetweenLooks = 1 << 16;
  const std::uint64_t words = reading.ranges.back().end;
  // The other half is for bands in the making.
  const std::uint64_t room = reading.memory.counting / 2;
  Sorter sorter(reading.ranges, reading.share, room,
                reading.FileFor(file.size() * sizeof(Record), room));
  for (std::uint64_t i = 0; i < file.size(); ++i) {
    if (i % kBetweenLooks == 0 && reading.stopped()) return std::nullopt;
    sorter.Add(file.Checked(i, words));
  }
  return CutBands(reading, file.size(), [&](std::size_t band) { return sorter.Take(band); });
}

}  // namespace

std::optional<PairTiles> ReadCooccurrences(const RecordFile& file, const Vocabulary& vocabulary,
                                           const TileShape& shape, const PairMemory& memory,
                                           unsigned threads, const std::string& temp_dir,
                                           const PairObserver& observer, const BandShare& share) {
  const bool sorted = file.Check(vocabulary.size(), threads, observer.stop);
  if (observer.stop.stop_requested()) return std::nullopt;
  const Reading reading{TileRanges(vocabulary, shape), memory, threads, temp_dir, observer, share};
  return sorted ? ReadSorted(file, reading) : ReadUnsorted(file, reading);
}

}  // namespace firth::cooccurrence
