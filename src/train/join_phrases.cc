#include <fmt/format.h>

#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/atomic_file.h"
#include "corpus/lines.h"
#include "firth/error.h"
#include "firth/train.h"
#include "text/phrase_joiner.h"
#include "text/phrase_passes.h"
#include "train/ingest/text_warnings.h"

namespace firth {
namespace {

/// Readings of the corpus, word by word.
class Reading {
 public:
  Reading(const Corpus& corpus, const TokenizerSettings& settings, const TrainObserver& observer)
      : corpus_(corpus), settings_(settings), observer_(observer) {}

  /// Calls on_word(word) and, where a newline or the text ends, on_line_end(). Returns false when
  /// a stop was requested.
  template <class OnWord, class OnLineEnd>
  bool Run(const OnWord& on_word, const OnLineEnd& on_line_end) {
    const auto tokenizer = MakeTokenizer(settings_);
    const auto reader = corpus_.Open();
    std::uint64_t bytes = 0;
    bool line_is_open = false;
    words_ = 0;
    while (const auto block = reader->Next()) {
      if (observer_.stop.stop_requested()) return false;
      corpus::ForEachLine(block->text, [&](std::string_view line, bool ended) {
        tokenizer->Split(line, split_);
        for (const std::string_view word : split_) on_word(word);
        words_ += split_.size();
        if (ended) on_line_end();
        line_is_open = !ended;
      });
      bytes += block->text.size();
      if (observer_.counting) observer_.counting(bytes, words_);
    }
    if (line_is_open) on_line_end();
    if (!std::exchange(warned_, true)) train::ReportWarnings(tokenizer->warnings(), observer_);
    return true;
  }

  std::uint64_t words() const { return words_; }

 private:
  const Corpus& corpus_;
  TokenizerSettings settings_;
  const TrainObserver& observer_;
  std::vector<std::string_view> split_;
  std::uint64_t words_ = 0;
  bool warned_ = false;
};

/// What the table of one pass may take: those of the passes before it stay, the scores are listed
/// in one more, and a part of a table that grows stands beside the larger one.
std::uint64_t TableBytes(const PhraseSettings& settings, const PhraseOutput& output) {
  if (settings.memory_limit == 0) return std::numeric_limits<std::uint64_t>::max();
  const std::size_t lists = output.scores.empty() ? 0 : 1;
  return settings.memory_limit / (settings.passes + lists + 1);
}

/// Counts what comes out of all passes so far; nothing when a stop was requested.
std::optional<text::PhraseCounts> CountPass(Reading& reading, text::PhrasePasses& passes,
                                            const PhraseSettings& settings,
                                            std::uint64_t table_bytes) {
  text::PhraseCounts counts(settings, table_bytes);
  const auto count = [&](std::string_view word) { counts.Add(word); };
  const bool done =
      reading.Run([&](std::string_view word) { passes.Add(word, 0, passes.size(), count); },
                  [&] {
                    passes.EndLine(0, passes.size(), count);
                    counts.EndLine();
                  });
  return done ? std::optional(std::move(counts)) : std::nullopt;
}

/// The joined text on its way to a file, and the pairs of the last pass where they are wanted.
class Writer {
 public:
  Writer(text::PhrasePasses& passes, const PhraseOutput& output)
      : passes_(passes), last_(passes.size() - 1), file_(output.text) {
    if (!output.scores.empty()) list_.emplace(passes.counts(last_));
  }

  void Add(std::string_view word) {
    passes_.Add(word, 0, last_, [this](std::string_view out) { AddToLast(out); });
  }

  void EndLine() {
    passes_.EndLine(0, last_, [this](std::string_view out) { AddToLast(out); });
    passes_.EndLine(last_, last_ + 1, [this](std::string_view out) { Write(out); });
    if (list_) list_->EndLine();
    file_.Write("\n");
    line_is_empty_ = true;
  }

  std::uint64_t words() const { return words_; }
  const std::optional<text::PhraseList>& list() const { return list_; }
  void Commit() { file_.Commit(); }

 private:
  void AddToLast(std::string_view word) {
    if (list_) list_->Add(word);
    passes_.Add(word, last_, last_ + 1, [this](std::string_view out) { Write(out); });
  }

  void Write(std::string_view word) {
    if (!line_is_empty_) file_.Write(" ");
    file_.Write(word);
    line_is_empty_ = false;
    ++words_;
  }

  text::PhrasePasses& passes_;
  std::size_t last_;
  base::AtomicFile file_;
  std::optional<text::PhraseList> list_;
  bool line_is_empty_ = true;
  std::uint64_t words_ = 0;
};

void WriteScores(const text::PhraseList& list, PhraseScore kind, const std::string& path) {
  base::AtomicFile file(path);
  for (const auto& [words, score] : list.Sorted()) {
    // The fewest digits that read back as the same number, of the precision it was computed in.
    file.Write(kind == PhraseScore::kNpmi
                   ? fmt::format("{} {}\n", words, score)
                   : fmt::format("{} {}\n", words, static_cast<float>(score)));
  }
  file.Commit();
}

void WarnOfReduction(const text::PhraseCounts& counts, const TrainObserver& observer) {
  if (!counts.reduced() || !observer.warning) return;
  observer.warning(fmt::format(
      "more different words and pairs than --max-entries {} or --memory-limit allow: the rarest "
      "were dropped",
      counts.settings().max_entries));
}

}  // namespace

PhraseResult JoinPhrases(const Corpus& corpus, const TokenizerSettings& tokenizer,
                         const PhraseSettings& settings, const PhraseOutput& output,
                         const TrainObserver& observer) {
  Validate(settings);
  Validate(TrainSettings{.tokenizer = tokenizer});
  if (!corpus.rereadable()) {
    throw Error(ErrorKind::kInput,
                "phrases are counted before they are joined, and standard input can be read only "
                "once; save it to a file");
  }
  const PhraseResult stopped{.stopped = true};
  Reading reading(corpus, tokenizer, observer);
  text::PhrasePasses passes;
  for (std::size_t pass = 0; pass < settings.passes; ++pass) {
    std::optional<text::PhraseCounts> counts =
        CountPass(reading, passes, settings, TableBytes(settings, output));
    if (!counts) return stopped;
    WarnOfReduction(*counts, observer);
    passes.Append(std::move(*counts));
  }
  if (reading.words() == 0) throw Error(ErrorKind::kInput, "the corpus holds no words");

  Writer writer(passes, output);
  const bool done =
      reading.Run([&](std::string_view word) { writer.Add(word); }, [&] { writer.EndLine(); });
  if (!done) return stopped;
  writer.Commit();
  if (writer.list()) WriteScores(*writer.list(), settings.score, output.scores);
  return {.words = reading.words(), .words_left = writer.words()};
}

}  // namespace firth
