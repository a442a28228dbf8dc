/// Several passes of joining, one behind the other.
#pragma once

#include <cstddef>
#include <deque>
#include <string_view>
#include <utility>

#include "text/phrase_joiner.h"
#include "text/phrases.h"

namespace firth::text {

/// One joiner a pass, each over the counts of what the ones before it have made: the text between
/// two passes is made again instead of being stored.
class PhrasePasses {
 public:
  std::size_t size() const { return stages_.size(); }
  void Append(PhraseCounts counts) { stages_.emplace_back(std::move(counts)); }
  const PhraseCounts& counts(std::size_t pass) const { return stages_[pass].counts; }

  /// Sends a word through the passes from `first` up to `end`; what comes out is for emit(word).
  template <class Emit>
  void Add(std::string_view word, std::size_t first, std::size_t end, const Emit& emit) {
    if (first == end) return emit(word);
    stages_[first].joiner.Add(word, [&](std::string_view out) { Add(out, first + 1, end, emit); });
  }

  template <class Emit>
  void EndLine(std::size_t first, std::size_t end, const Emit& emit) {
    for (std::size_t pass = first; pass < end; ++pass) {
      stages_[pass].joiner.EndLine([&](std::string_view out) { Add(out, pass + 1, end, emit); });
    }
  }

 private:
  struct Stage {
    explicit Stage(PhraseCounts given) : counts(std::move(given)), joiner(counts) {}

    PhraseCounts counts;
    PhraseJoiner joiner;  ///< points to counts: a stage stays where it is
  };
  std::deque<Stage> stages_;
};

}  // namespace firth::text
