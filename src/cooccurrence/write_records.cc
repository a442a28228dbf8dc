#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/atomic_file.h"
#include "cooccurrence/counting.h"
#include "cooccurrence/in_turn.h"
#include "cooccurrence/pair_memory.h"
#include "cooccurrence/record.h"
#include "firth/cooccurrence.h"
#include "firth/error.h"
#include "firth/formats.h"

namespace firth {
namespace {

using cooccurrence::Counting;
using cooccurrence::Record;
using cooccurrence::RowBlock;

/// Records on their way to the file, in all threads: pieces of work are small.
constexpr std::uint64_t kBytesInHand = std::uint64_t{4} << 20;

/// Rows have no band to lie in here: so many are written at a time.
constexpr std::uint32_t kRowsOfGroup = 4096;

void AppendRecords(const RowBlock& rows, std::uint32_t first_row,
                   const cooccurrence::PairUnit& unit, std::string& out) {
  out.resize(rows.columns.size() * sizeof(Record));
  char* to = out.data();
  std::size_t at = 0;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    for (; at < rows.ends[row]; ++at, to += sizeof(Record)) {
      const Record record{static_cast<std::int32_t>(first_row + row + 1),
                          static_cast<std::int32_t>(rows.columns[at] + 1),
                          unit.Value(rows.sums[at])};
      std::memcpy(to, &record, sizeof(record));
    }
  }
}

void AppendLines(const RowBlock& rows, std::uint32_t first_row, const cooccurrence::PairUnit& unit,
                 const Vocabulary& vocabulary, std::string& out) {
  std::size_t at = 0;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const TokenId word{static_cast<std::uint32_t>(first_row + row)};
    for (; at < rows.ends[row]; ++at) {
      fmt::format_to(std::back_inserter(out), "{} {} {}\n", vocabulary.Word(word),
                     vocabulary.Word(TokenId{rows.columns[at]}), unit.Value(rows.sums[at]));
    }
  }
}

TrainObserver WordObserver(const CooccurrenceObserver& observer) {
  TrainObserver words;
  words.counting = observer.counting_words;
  words.warning = observer.warning;
  words.note = observer.note;
  words.stop = observer.stop;
  return words;
}

std::vector<cooccurrence::WordRange> PiecesOfRows(std::size_t words) {
  std::vector<cooccurrence::WordRange> pieces;
  for (std::uint32_t begin = 0; begin < words; begin += kRowsOfGroup) {
    pieces.push_back({begin, begin + static_cast<std::uint32_t>(
                                         std::min<std::size_t>(kRowsOfGroup, words - begin))});
  }
  return pieces;
}

/// Returns the number of pairs; nothing when a stop was requested.
std::optional<std::uint64_t> WriteRows(Counting& counting, const Vocabulary& vocabulary,
                                       CooccurrenceFormat format, base::AtomicFile& file) {
  if (!counting.Prepare()) return std::nullopt;
  cooccurrence::InTurn in_turn;
  std::atomic<std::uint64_t> pairs = 0;
  const auto write = [&](std::size_t group, const RowBlock& rows, const std::stop_token& stop) {
    thread_local std::string bytes;
    bytes.clear();
    const std::uint32_t first_row = counting.groups()[group].rows.begin;
    if (format == CooccurrenceFormat::kGlove) {
      AppendRecords(rows, first_row, counting.unit(), bytes);
    } else {
      AppendLines(rows, first_row, counting.unit(), vocabulary, bytes);
    }
    pairs += rows.columns.size();
    in_turn.Pass(group, stop, [&] { file.Write(bytes); });
  };
  if (!counting.ForEachGroup(write)) return std::nullopt;
  return pairs;
}

void RequireNumbers(const Vocabulary& vocabulary) {
  if (vocabulary.size() <= cooccurrence::kMostRecordWords) return;
  throw Error(ErrorKind::kInput,
              fmt::format("the records number {} words at most, and there are {}; raise "
                          "--min-count, or set --max-vocab",
                          cooccurrence::kMostRecordWords, vocabulary.size()));
}

}  // namespace

CooccurrenceResult WriteCooccurrences(const Corpus& corpus, const TrainSettings& text,
                                      const CooccurrenceSettings& settings,
                                      const CooccurrenceOutput& output,
                                      const CooccurrenceObserver& observer) {
  Validate(text);
  Validate(settings);
  CooccurrenceResult result{.stopped = true};
  train::Ingested ingested = cooccurrence::IngestForPairs(corpus, text, WordObserver(observer));
  if (observer.stop.stop_requested()) return result;
  RequireNumbers(ingested.vocabulary);
  if (observer.ready) observer.ready(ingested.vocabulary);
  base::AtomicFile file(output.path);
  const auto pieces = PiecesOfRows(ingested.vocabulary.size());
  const cooccurrence::PairObserver pair_observer{observer.counting_pairs, observer.note,
                                                 observer.stop};
  Counting counting(corpus, ingested, text, settings, pieces,
                    cooccurrence::MemoryForPairs(ingested, text), kBytesInHand, pair_observer);
  const auto pairs = WriteRows(counting, ingested.vocabulary, output.format, file);
  if (!pairs) return result;
  if (!output.vocabulary.empty()) WriteVocabularyFile(ingested.vocabulary, output.vocabulary);
  file.Commit();
  return {ingested.tokens(), ingested.vocabulary.size(), *pairs, false};
}

}  // namespace firth
