#include "train/ingest/ingest.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "base/atomic_file.h"
#include "base/system.h"
#include "base/watched_threads.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "text/merged_words.h"
#include "train/ingest/block_counter.h"
#include "train/ingest/fingerprint.h"
#include "train/ingest/id_cache.h"
#include "train/ingest/renumber.h"
#include "train/ingest/text_warnings.h"
#include "train/memory.h"

namespace firth::train {
namespace {

/// What all threads have counted.
struct Counted {
  std::vector<text::WordCounter> words;
  std::vector<ThreadIds> ids;  ///< beside `words`
  bool keeps_ids = false;
  std::unique_ptr<BlockReader> reader;  ///< to be let go: that takes a while for a large mapping
  std::vector<std::uint64_t> tokens_before;
  std::uint64_t fingerprint = 0;
};

/// Small inputs are not worth a thread for each block.
unsigned ThreadCount(const Corpus& corpus, const TrainSettings& settings) {
  const unsigned wanted = base::ThreadCount(settings.threads);
  const std::uint64_t bytes = corpus.bytes_on_disk();
  if (bytes == 0) return wanted;
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, bytes / kBlockBytes + 1));
}

/// Blocks for several threads, and what was read so far.
class SharedReader {
 public:
  explicit SharedReader(const Corpus& corpus) : places_(corpus.places()), reader_(corpus.Open()) {}

  std::optional<TextBlock> Next() {
    const std::scoped_lock lock(mutex_);
    return reader_->Next();
  }

  std::unique_ptr<BlockReader> Take() { return std::move(reader_); }

  void AddDone(const TextBlock& block, std::uint64_t tokens) {
    bytes_.fetch_add(block.text.size(), std::memory_order_relaxed);
    tokens_.fetch_add(tokens, std::memory_order_relaxed);
    fingerprint_.fetch_add(BlockFingerprint(block, places_), std::memory_order_relaxed);
  }
  std::uint64_t fingerprint() const { return fingerprint_; }
  void Report(const TrainObserver& observer) const {
    if (observer.counting) observer.counting(bytes_, tokens_);
  }

 private:
  std::mutex mutex_;
  BlockPlaces places_;
  std::unique_ptr<BlockReader> reader_;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::atomic<std::uint64_t> tokens_ = 0;
  std::atomic<std::uint64_t> fingerprint_ = 0;
};

/// Throws Error(kMemory) as BlockCounter::Add does.
void CountBlocks(SharedReader& reader, BlockCounter& counter, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto block = reader.Next();
    if (!block) break;
    counter.Add(*block);
    reader.AddDone(*block, counter.blocks().back().tokens);
  }
  counter.Finish();
}

std::vector<std::uint64_t> TokensBefore(
    const std::vector<std::unique_ptr<BlockCounter>>& counters) {
  std::size_t blocks = 0;
  for (const auto& counter : counters) blocks += counter->blocks().size();
  std::vector<std::uint64_t> before(blocks + 1);
  for (const auto& counter : counters) {
    for (const auto& [number, tokens] : counter->blocks()) before[number + 1] = tokens;
  }
  for (std::size_t i = 1; i < before.size(); ++i) before[i] += before[i - 1];
  return before;
}

/// Nothing when a stop was requested.
std::optional<Counted> CountCorpus(const Corpus& corpus, const TrainSettings& settings,
                                   std::uint64_t memory, const TrainObserver& observer) {
  IdBudget ids(memory);
  WordBudget words(settings);
  std::vector<std::unique_ptr<BlockCounter>> counters(ThreadCount(corpus, settings));
  for (auto& counter : counters) counter = std::make_unique<BlockCounter>(settings, ids, words);
  SharedReader reader(corpus);
  base::RunWatched(
      counters.size(),
      [&](std::size_t i, const std::stop_token& stop) { CountBlocks(reader, *counters[i], stop); },
      observer.stop, [&] { reader.Report(observer); });
  reader.Report(observer);
  TextWarnings warnings;
  for (const auto& counter : counters) warnings += counter->warnings();
  ReportWarnings(warnings, observer);
  if (observer.stop.stop_requested()) return std::nullopt;

  Counted counted;
  counted.keeps_ids = ids.kept();
  counted.fingerprint = reader.fingerprint();
  counted.reader = reader.Take();
  counted.tokens_before = TokensBefore(counters);
  for (const auto& counter : counters) {
    counted.words.push_back(counter->TakeWords());
    counted.ids.push_back({counter->TakeIds(), {}});
  }
  return counted;
}

/// The words of settings.read_vocab. A peer's `</s>` among them is no word where line ends are
/// none.
Vocabulary GivenVocabulary(const TrainSettings& settings) {
  const Vocabulary read = ReadVocabularyFile(settings.read_vocab);
  Vocabulary given;
  for (std::uint32_t i = 0; i < read.size(); ++i) {
    const TokenId id{i};
    if (settings.line_end == LineEnd::kBreak && read.Word(id) == kLineEndWord) continue;
    given.Add(read.Word(id), read.CountOf(id));
  }
  return given;
}

/// Where the counted words stand in a vocabulary that was read from a file.
text::Settled PlacesIn(const Vocabulary& vocabulary, const text::MergedWords& merged) {
  text::Settled settled;
  settled.id_of.reserve(merged.entries.size());
  for (const auto& [word, count] : merged.entries) {
    const auto id = vocabulary.Find(word);
    settled.id_of.push_back(id ? static_cast<std::uint32_t>(*id) : text::MergedWords::kLeftOut);
  }
  return settled;
}

/// `chosen`: by another than min_count.
[[noreturn]] void ThrowNoWords(std::uint64_t different, bool chosen,
                               const TrainSettings& settings) {
  if (different == 0) throw Error(ErrorKind::kInput, "the corpus holds no words");
  const std::string& given = settings.init.empty() ? settings.read_vocab : settings.init;
  if (chosen) {
    throw Error(ErrorKind::kInput, "no word of the corpus is in this vocabulary", given);
  }
  throw Error(
      ErrorKind::kInput,
      fmt::format("none of the corpus's {} different words occurs {} times; lower --min-count",
                  different, settings.min_count));
}

bool HasWords(const text::MergedWords& merged, const text::Settled& settled) {
  for (std::size_t i = 0; i < merged.entries.size(); ++i) {
    if (settled.id_of[i] == text::MergedWords::kLeftOut) continue;
    if (merged.entries[i].word != kLineEndWord) return true;
  }
  return false;
}

/// All that was counted; `merged` left no word out.
Vocabulary AllWords(const text::MergedWords& merged, bool line_end_word, unsigned threads) {
  const VocabularySettings all{.min_count = 1, .line_end_word = line_end_word};
  return VocabularyOf(merged, Settle(merged, all, threads));
}

Ingested SettleIds(Counted counted, std::optional<Vocabulary> given, const ChooseVocabulary& choose,
                   const TrainSettings& settings, TextKind kind) {
  const auto threads = static_cast<unsigned>(counted.words.size());
  const VocabularySettings selection = SelectionOf(settings);
  text::MergedWords merged = text::Merge(counted.words, given || choose ? 1 : selection.min_count,
                                         selection.line_end_word ? kLineEndWord : "", threads);
  if (given) given = Select(*given, selection);
  if (choose) given = choose(AllWords(merged, selection.line_end_word, threads));
  const text::Settled settled =
      given ? PlacesIn(*given, merged) : Settle(merged, selection, threads);
  Ingested ingested;
  ingested.has_words = HasWords(merged, settled);
  if (!ingested.has_words && kind == TextKind::kWhole) {
    ThrowNoWords(merged.different, given.has_value(), settings);
  }
  const auto make_vocabulary = [&] {
    ingested.vocabulary = given ? std::move(*given) : VocabularyOf(merged, settled);
    counted.reader.reset();
  };
  ingested.tokens_before = std::move(counted.tokens_before);
  ingested.fingerprint = counted.fingerprint;
  const std::uint64_t words = given ? given->size() : settled.order.size();
  if (!counted.keeps_ids || words > IdCode::kMaxWords) {
    make_vocabulary();
    return ingested;
  }
  ComposeIds(merged, settled.id_of, threads);
  for (std::size_t i = 0; i < threads; ++i) counted.ids[i].id_of = std::move(merged.entry_of[i]);
  ingested.ids =
      Renumber(std::move(counted.ids), IdCode(words), ingested.blocks(), threads, make_vocabulary);
  return ingested;
}

/// The pass itself; an empty result when a stop was requested.
Ingested ReadCorpus(const Corpus& corpus, const TrainSettings& settings, std::uint64_t memory,
                    const TrainObserver& observer, const ChooseVocabulary& choose, TextKind kind) {
  std::optional<Vocabulary> given;
  if (!settings.read_vocab.empty()) given = GivenVocabulary(settings);
  std::optional<Counted> counted = CountCorpus(corpus, settings, memory, observer);
  if (!counted) return {};
  return SettleIds(std::move(*counted), std::move(given), choose, settings, kind);
}

void Note(const TrainObserver& observer, const std::string& note) {
  if (observer.note) observer.note(note);
}

/// From the file of ids; when that does not fit, from the corpus by way of a new one.
Ingested ReadThroughCache(const Corpus& corpus, const TrainSettings& settings, std::uint64_t memory,
                          const TrainObserver& observer) {
  const std::string& path = settings.id_cache;
  const IdCache cache(corpus, settings);
  std::string reason;
  if (std::optional<Ingested> read = cache.Read(reason)) {
    Note(observer, fmt::format("{}: the corpus as ids, as it was counted before", path));
    return std::move(*read);
  }
  base::CheckWritable(path);
  if (!reason.empty()) Note(observer, fmt::format("{} {}; it is made anew", path, reason));
  Ingested ingested = ReadCorpus(corpus, settings, memory, observer, {}, TextKind::kWhole);
  const bool stopped = observer.stop.stop_requested();
  if (stopped || ingested.vocabulary.size() > IdCode::kMaxWords) return ingested;
  if (!cache.Write(ingested, observer.stop)) return {};
  // Mapped, they take no memory of the process.
  std::optional<Ingested> written = cache.Read(reason);
  return written ? std::move(*written) : std::move(ingested);
}

}  // namespace

VocabularySettings SelectionOf(const TrainSettings& settings) {
  return {.min_count = settings.min_count,
          .max_words = settings.max_vocab,
          .line_end_word = settings.line_end == LineEnd::kWord2vec};
}

Ingested Ingest(const Corpus& corpus, const TrainSettings& settings, std::uint64_t memory,
                const TrainObserver& observer, const ChooseVocabulary& choose, TextKind kind) {
  const bool cached = !settings.id_cache.empty() && memory > 0 && !choose;
  Ingested ingested = cached ? ReadThroughCache(corpus, settings, memory, observer)
                             : ReadCorpus(corpus, settings, memory, observer, choose, kind);
  ingested.places = corpus.places();
  ingested.block_bytes = corpus.block_bytes();
  ingested.shuffled = corpus.shuffled();
  base::ReturnFreeMemory();
  return ingested;
}

}  // namespace firth::train
