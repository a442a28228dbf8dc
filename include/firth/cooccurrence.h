/// Which words occur together, and how often: the matrix that GloVe is trained on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "firth/corpus.h"
#include "firth/text.h"
#include "firth/train.h"

namespace firth {

/// What a pair counts that has d - 1 words between its two.
enum class PairWeight {
  kHarmonic,  ///< 1 / d (Pennington, Socher, Manning: GloVe, EMNLP 2014, section 4.2)
  kFlat,      ///< 1
};

/// How pairs are counted. Which words there are, and what a sentence is, TrainSettings says.
/// Words that are not in the vocabulary take no place in a window.
struct CooccurrenceSettings {
  std::size_t window = 15;  ///< words on each side, 1 to 1,000
  /// The words on both sides of a word are its context, and the matrix is symmetric. Else the words
  /// before it alone are: the row is the word that comes first, the column the one that follows.
  bool symmetric = true;
  PairWeight weight = PairWeight::kHarmonic;
  /// Where temporary files are made; empty: the system's folder for such.
  std::string temp_dir{};
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const CooccurrenceSettings& settings);

enum class CooccurrenceFormat {
  /// GloVe's records, one behind the other: int32 row, int32 column, both from 1, float64 count.
  /// Sorted by row, then column, as GloVe's own program leaves them.
  kGlove,
  kText,  ///< "word word count" a line, in the same order; the shortest digits that are the count
};

/// Where counts go. "-" is standard output; files appear whole or not at all.
struct CooccurrenceOutput {
  std::string path{};
  CooccurrenceFormat format = CooccurrenceFormat::kGlove;
  std::string vocabulary{};  ///< "word count" a line: what the records' numbers mean; empty: none
};

/// Counts that are in files already: records as firth's `cooccur` and GloVe's programs write them,
/// in any order, and the words that their numbers mean, "word count" a line.
struct CooccurrenceFiles {
  std::string records{};
  std::string vocabulary{};
};

/// The first setting of training that is given and says what is counted, so that it means nothing
/// to such counts; none when there is none. A held-out text is counted: then all of them mean
/// something.
std::optional<std::string_view> MeaninglessToCounts(
    const TrainSettings& settings, const std::function<bool(std::string_view name)>& is_given);

/// What the caller hears. All are called from the thread that called.
struct CooccurrenceObserver {
  std::function<void(std::uint64_t bytes_read, std::uint64_t words_read)> counting_words;
  std::function<void(const Vocabulary& vocabulary)> ready;  ///< before pairs are counted
  std::function<void(double share)> counting_pairs;         ///< 0 to 1, about four times a second
  std::function<void(std::string_view warning)> warning;
  std::function<void(std::string_view note)> note;  ///< a temporary file, before it is written
  std::stop_token stop;
};

struct CooccurrenceResult {
  std::uint64_t tokens = 0;  ///< of the corpus
  std::uint64_t words = 0;   ///< of the vocabulary: rows, and columns
  std::uint64_t pairs = 0;   ///< cells that are not 0
  bool stopped = false;      ///< a stop was requested: nothing was written
};

/// Counts the words of `corpus`, then its pairs, with text.threads threads and within
/// text.MemoryLimit(); what does not fit goes to temporary files that have no name and are gone
/// with the process. The same bytes for any number of threads and any memory. Of `text` the
/// settings of words and of the machine matter. Throws Error: kSettings, kInput, kIo (a disk is
/// full), kMemory (not even one row at a time fits), and whatever reading the corpus throws.
CooccurrenceResult WriteCooccurrences(const Corpus& corpus, const TrainSettings& text,
                                      const CooccurrenceSettings& settings,
                                      const CooccurrenceOutput& output,
                                      const CooccurrenceObserver& observer = {});

}  // namespace firth
