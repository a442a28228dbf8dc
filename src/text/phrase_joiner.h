/// Joining phrases in running text, and listing what could be joined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/phrase_start.h"
#include "text/phrases.h"
#include "text/word_table.h"

namespace firth::text {

/// Goes over a text word by word, from left to right, and joins what its counts say, each word at
/// most once. It may hold words back until it knows; EndLine lets go of them.
class PhraseJoiner {
 public:
  /// `counts` must outlive this.
  explicit PhraseJoiner(const PhraseCounts& counts)
      : counts_(counts), start_(counts.settings().delimiter) {}

  /// Calls emit(word) for each word or phrase that is settled. Its views live during the call only.
  template <class Emit>
  void Add(std::string_view word, const Emit& emit) {
    if (start_.open() && !start_.Fits(word)) EndLine(emit);
    if (counts_.IsConnector(word)) {
      if (start_.open()) {
        start_.Append(word);
      } else {
        emit(word);
      }
      return;
    }
    if (start_.open()) {
      const std::string_view joined = start_.Join(word);
      if (counts_.Joins(start_.first(), word, joined)) {
        emit(joined);
        ++joined_;
        return start_.Clear();
      }
      start_.ForEachWord(emit);
    }
    start_.Begin(word);
  }

  template <class Emit>
  void EndLine(const Emit& emit) {
    if (start_.open()) start_.ForEachWord(emit);
    start_.Clear();
  }

  /// How often words were joined.
  std::uint64_t joined() const { return joined_; }

 private:
  const PhraseCounts& counts_;
  PhraseStart start_;
  std::uint64_t joined_ = 0;
};

/// All different pairs of a text that have a score, joined or not.
class PhraseList {
 public:
  /// `counts` must outlive this.
  explicit PhraseList(const PhraseCounts& counts)
      : counts_(counts), start_(" "), key_(counts.settings().delimiter) {}

  void Add(std::string_view word);
  void EndLine();

  struct Entry {
    std::string_view words;  ///< blanks between them; lives as long as the list is not added to
    double score = 0;
  };
  /// The highest score first, equal ones in byte order.
  std::vector<Entry> Sorted() const;

 private:
  const PhraseCounts& counts_;
  PhraseStart start_;  ///< with blanks, as shown
  PhraseStart key_;    ///< with delimiters, as counted
  WordTable shown_;
  std::vector<double> scores_;
};

}  // namespace firth::text
