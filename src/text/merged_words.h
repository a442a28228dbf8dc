/// The words of several counters as one list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "firth/text.h"
#include "text/word_counter.h"

namespace firth::text {

/// What several threads have counted, each by itself, added up.
struct MergedWords {
  struct Entry {
    std::string_view word;  ///< lives as long as the counters, unchanged
    Count count{0};
  };
  static constexpr std::uint32_t kLeftOut = 0xFFFFFFFF;

  std::vector<Entry> entries;   ///< in no particular order
  std::uint64_t different = 0;  ///< words, those left out too
  /// Which entry a word of a counter is, by the number that the counter gave it; or kLeftOut.
  std::vector<std::vector<std::uint32_t>> entry_of;
};

/// Words that occur fewer than `min_count` times in all are left out, but for `always`.
MergedWords Merge(std::span<const WordCounter> counters, std::uint64_t min_count,
                  std::string_view always, unsigned threads);

/// Which words of `merged` are kept, and in which order.
struct Settled {
  /// The entry of each word of the vocabulary; MergedWords::kLeftOut for a `</s>` that never came.
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> id_of;  ///< the id of each entry, or MergedWords::kLeftOut
};

/// As Select does it: the same words in the same order, with the same ids.
/// REQUIRES: settings.min_count was that of Merge; kLineEndWord its `always` where it counts here.
Settled Settle(const MergedWords& merged, const VocabularySettings& settings, unsigned threads);

/// The kept words. It takes no more memory than they need.
Vocabulary VocabularyOf(const MergedWords& merged, const Settled& settled);

}  // namespace firth::text
