#include "train/ingest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "firth/error.h"
#include "firth/formats.h"
#include "train/block_encoder.h"
#include "train/fingerprint.h"
#include "train/memory.h"
#include "train/text_warnings.h"

namespace firth::train {
namespace {

/// Counts words while it keeps their provisional numbers.
class Counter {
 public:
  Counter(const TrainSettings& settings, std::uint64_t memory)
      : encoder_(settings), line_end_(settings.line_end), memory_(memory), keeps_ids_(memory > 0) {}

  void Add(const TextBlock& block) {
    std::vector<TokenId> ids;
    const std::uint64_t tokens = encoder_.ForEachWord(
        block.text,
        [&](std::string_view word) {
          const TokenId id = counted.CountOccurrence(word);
          if (keeps_ids_) ids.push_back(id);
        },
        [&] {
          if (keeps_ids_) EndSentence(ids);
        });
    tokens_before.push_back(tokens_before.back() + tokens);
    fingerprint += BlockFingerprint(block);
    if (line_end_ == LineEnd::kWord2vec) CountLineEnds(block.text);
    if (keeps_ids_) Keep(std::move(ids));
  }

  std::optional<IdStream> TakeIds() {
    return keeps_ids_ ? std::optional(std::move(ids_)) : std::nullopt;
  }
  const TextWarnings& warnings() const { return encoder_.warnings(); }

  Vocabulary counted;
  std::vector<std::uint64_t> tokens_before = {0};
  std::uint64_t fingerprint = 0;

 private:
  void CountLineEnds(std::string_view text) {
    corpus::ForEachLine(text, [&](std::string_view, bool ended) {
      if (ended) counted.CountOccurrence(kLineEndWord);
    });
  }

  void Keep(std::vector<TokenId> ids) {
    ids.shrink_to_fit();
    bytes_ += ids.size() * sizeof(TokenId) + sizeof(ids);
    ids_.blocks.push_back(std::move(ids));
    if (bytes_ + counted.MemoryBytes() <= memory_) return;
    keeps_ids_ = false;
    ids_ = {};
  }

  BlockEncoder encoder_;
  LineEnd line_end_;
  std::uint64_t memory_;
  bool keeps_ids_;
  std::uint64_t bytes_ = 0;
  IdStream ids_;
};

/// Exchanges provisional numbers for ids of the vocabulary; words outside it go.
void Renumber(IdStream& stream, const std::vector<std::optional<TokenId>>& new_ids) {
  for (std::vector<TokenId>& block : stream.blocks) {
    std::size_t kept = 0;
    for (const TokenId id : block) {
      const std::optional<TokenId> now = id == kSentenceEnd ? id : new_ids[Index(id)];
      if (!now) continue;
      const bool doubled = *now == kSentenceEnd && (kept == 0 || block[kept - 1] == kSentenceEnd);
      if (!doubled) block[kept++] = *now;
    }
    block.resize(kept);
  }
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

/// Where each counted word stands in a vocabulary that was read from a file.
std::vector<std::optional<TokenId>> PlacesIn(const Vocabulary& vocabulary,
                                             const Vocabulary& counted) {
  std::vector<std::optional<TokenId>> places(counted.size());
  for (std::uint32_t i = 0; i < counted.size(); ++i) {
    places[i] = vocabulary.Find(counted.Word(TokenId{i}));
  }
  return places;
}

[[noreturn]] void ThrowNoWords(const Vocabulary& counted, const TrainSettings& settings) {
  if (counted.empty()) throw Error(ErrorKind::kInput, "the corpus holds no words");
  const std::string& given = settings.init.empty() ? settings.read_vocab : settings.init;
  if (!given.empty()) {
    throw Error(ErrorKind::kInput, "no word of the corpus is in this vocabulary", given);
  }
  throw Error(
      ErrorKind::kInput,
      fmt::format("none of the corpus's {} different words occurs {} times; lower --min-count",
                  counted.size(), settings.min_count));
}

void Count(const Corpus& corpus, Counter& counter, const TrainSettings& settings,
           const TrainObserver& observer) {
  const auto reader = corpus.Open();
  std::uint64_t bytes = 0;
  while (const auto block = reader->Next()) {
    if (observer.stop.stop_requested()) break;
    counter.Add(*block);
    RequireRoomForWords(counter.counted, settings);
    bytes += block->text.size();
    if (observer.counting) observer.counting(bytes, counter.tokens_before.back());
  }
  ReportWarnings(counter.warnings(), observer);
}

}  // namespace

std::uint64_t IdStream::MemoryBytes() const {
  std::uint64_t bytes = 0;
  for (const auto& block : blocks) bytes += block.capacity() * sizeof(TokenId) + sizeof(block);
  return bytes;
}

Ingested Ingest(const Corpus& corpus, const TrainSettings& settings, std::uint64_t memory,
                const TrainObserver& observer, const ChooseVocabulary& choose) {
  const bool reads_vocabulary = !settings.read_vocab.empty();
  const Vocabulary given = reads_vocabulary ? GivenVocabulary(settings) : Vocabulary();
  Counter counter(settings, memory);
  Count(corpus, counter, settings, observer);
  if (observer.stop.stop_requested()) return {};

  const VocabularySettings selection{.min_count = settings.min_count,
                                     .max_words = settings.max_vocab,
                                     .line_end_word = settings.line_end == LineEnd::kWord2vec};
  std::vector<std::optional<TokenId>> new_ids;
  Ingested ingested;
  ingested.vocabulary =
      choose ? choose(counter.counted)
             : Select(reads_vocabulary ? given : counter.counted, selection, &new_ids);
  if (choose || reads_vocabulary) new_ids = PlacesIn(ingested.vocabulary, counter.counted);

  const bool any = std::ranges::any_of(new_ids, [&](const std::optional<TokenId>& id) {
    return id && ingested.vocabulary.Word(*id) != kLineEndWord;
  });
  if (!any) ThrowNoWords(counter.counted, settings);
  ingested.tokens_before = std::move(counter.tokens_before);
  ingested.fingerprint = counter.fingerprint;
  ingested.ids = counter.TakeIds();
  if (ingested.ids) Renumber(*ingested.ids, new_ids);
  return ingested;
}

}  // namespace firth::train
