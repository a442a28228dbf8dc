#include <algorithm>
#include <cstddef>

#include "firth/subwords.h"
#include "text/each_subword.h"
#include "text/word_counter.h"

namespace firth {

Vocabulary CountNgrams(const Vocabulary& words, const SubwordSettings& settings,
                       const std::function<void(std::size_t bytes)>& before_growth) {
  text::WordCounter counter;
  counter.WatchGrowth(before_growth);
  const bool counted = words.HasCounts();
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const std::uint64_t times = counted ? Value(words.CountOf(TokenId{i})) : 1;
    text::ForEachSubword(
        words.Word(TokenId{i}), settings,
        [&](std::string_view ngram, std::uint32_t /*hash*/) { counter.Add(ngram, times); });
  }
  Vocabulary frequent;
  const auto keep = [&](const text::WordCounter::Slot& slot) {
    if (slot.count >= settings.min_count) frequent.Add(counter.Word(slot), Count{slot.count});
  };
  for (std::size_t range = 0; range < std::size_t{1} << text::WordCounter::kRangeBits; ++range) {
    counter.ForEachInRange(range, keep);
  }
  return Select(frequent, {.min_count = settings.min_count});
}

}  // namespace firth
