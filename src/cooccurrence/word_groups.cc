#include "cooccurrence/word_groups.h"

#include <algorithm>

namespace firth::cooccurrence {
namespace {

/// So many groups have a thread wait little for the last one, and a lock cost nothing.
constexpr std::uint64_t kGroups = 1024;

}  // namespace

std::vector<WordGroup> WordGroups(const Vocabulary& vocabulary, std::span<const WordRange> bands) {
  // A row costs something even when its word is rare.
  const auto cost = [&](std::uint32_t word) {
    return Value(vocabulary.CountOf(TokenId{word})) + 4;
  };
  const std::uint64_t total = Value(vocabulary.TotalCount()) + 4 * vocabulary.size();
  const std::uint64_t share = total / kGroups + 1;
  std::vector<WordGroup> groups;
  for (std::size_t band = 0; band < bands.size(); ++band) {
    WordRange rows{bands[band].begin, bands[band].begin};
    std::uint64_t sum = 0;
    while (rows.end < bands[band].end) {
      sum += cost(rows.end++);
      if (sum < share && rows.end < bands[band].end) continue;
      groups.push_back({rows, band});
      rows.begin = rows.end;
      sum = 0;
    }
  }
  return groups;
}

}  // namespace firth::cooccurrence
