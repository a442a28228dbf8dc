#include "cooccurrence/record_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <string>
#include <utility>

#include "base/run_on_threads.h"
#include "firth/error.h"

namespace firth::cooccurrence {
namespace {

bool IsBefore(const Record& a, const Record& b) {
  return a.row != b.row ? a.row < b.row : a.column < b.column;
}

bool IsWord(std::int32_t number, std::uint64_t words) {
  return number >= 1 && static_cast<std::uint64_t>(number) <= words;
}

bool IsCell(const Record& record, std::uint64_t words) {
  return IsWord(record.row, words) && IsWord(record.column, words) && IsCount(record.count);
}

/// REQUIRES: !IsCell(record, words).
std::string Fault(const Record& record, std::uint64_t words) {
  for (const std::int32_t number : {record.row, record.column}) {
    if (IsWord(number, words)) continue;
    return fmt::format(
        "word {} is not one of the vocabulary's {}; name the vocabulary that the records were "
        "counted with",
        number, words);
  }
  return fmt::format("{} is no count of a pair", record.count);
}

}  // namespace

bool IsCount(double count) {
  return count >= std::numeric_limits<float>::min() && count <= std::numeric_limits<float>::max();
}

RecordFile::RecordFile(formats::Source source) : source_(std::move(source)) {
  const std::uint64_t bytes = source_.bytes.size();
  if (bytes == 0) throw Error(ErrorKind::kInput, "holds no records of pairs", source_.path);
  const std::uint64_t rest = bytes % sizeof(Record);
  if (rest == 0) return;
  formats::FailAtByte(source_, bytes - rest,
                      fmt::format("the last record is cut: {} bytes of {}; is this a file of "
                                  "records of pairs, and whole?",
                                  rest, sizeof(Record)));
}

bool RecordFile::Check(std::uint64_t words, unsigned threads, const std::stop_token& stop) const {
  constexpr std::uint64_t kPiece = std::uint64_t{1} << 20;
  std::atomic<std::uint64_t> next = 0;
  std::atomic<bool> sorted = true;
  std::mutex mutex;
  std::uint64_t first_bad = std::numeric_limits<std::uint64_t>::max();
  base::RunOnThreads(threads, [&] {
    while (!stop.stop_requested()) {
      const std::uint64_t begin = next.fetch_add(kPiece);
      if (begin >= size()) return;
      const std::uint64_t end = std::min(size(), begin + kPiece);
      Record before = begin > 0 ? (*this)[begin - 1] : Record{};
      for (std::uint64_t i = begin; i < end; ++i) {
        const Record record = (*this)[i];
        if (!IsBefore(before, record)) sorted.store(false, std::memory_order_relaxed);
        before = record;
        if (IsCell(record, words)) continue;
        const std::scoped_lock lock(mutex);
        first_bad = std::min(first_bad, i);
        break;
      }
    }
  });
  if (first_bad >= size()) return sorted;
  formats::FailAtByte(source_, first_bad * sizeof(Record), Fault((*this)[first_bad], words));
}

Record RecordFile::Checked(std::uint64_t i, std::uint64_t words) const {
  const Record record = (*this)[i];
  if (!IsCell(record, words)) {
    formats::FailAtByte(source_, i * sizeof(Record),
                        "was changed while it was read; read it again");
  }
  return record;
}

std::uint64_t RecordFile::FirstOf(std::uint32_t row) const {
  std::uint64_t begin = 0;
  std::uint64_t end = size();
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (static_cast<std::uint32_t>((*this)[middle].row - 1) < row) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

}  // namespace firth::cooccurrence
