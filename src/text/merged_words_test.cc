#include "text/merged_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace firth::text {
namespace {

std::vector<std::string> Lines(const Vocabulary& vocabulary) {
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const TokenId id{i};
    lines.push_back(std::string(vocabulary.Word(id)) + " " +
                    std::to_string(Value(vocabulary.CountOf(id))));
  }
  return lines;
}

/// Counts of the same text, by one counter and by several.
struct Text {
  explicit Text(std::size_t threads) : counters(threads) {
    base::SplitMix64 random(1);
    for (int i = 0; i < 50'000; ++i) {
      // Few different counts among many words: ties are what matters here.
      std::string word = "w" + std::to_string(random.Below(1 + random.Below(9'000)));
      if (word.ends_with("3")) word += " much longer than a slot of the table";
      counted.CountOccurrence(word);
      counters[random.Below(static_cast<std::uint32_t>(threads))].Add(word);
    }
    for (int i = 0; i < 3; ++i) counted.CountOccurrence(kLineEndWord);
    counters.back().Add(kLineEndWord, 3);
  }
  Vocabulary counted;
  std::vector<WordCounter> counters;
};

TEST(Settle, IsSelectWhateverTheNumberOfCounters) {
  for (const std::size_t threads : {1U, 2U, 5U}) {
    Text text(threads);
    for (const VocabularySettings& settings : {VocabularySettings{.min_count = 1},
                                               {.min_count = 4},
                                               {.min_count = 2, .max_words = 50},
                                               {.min_count = 5, .line_end_word = true}}) {
      const MergedWords merged =
          Merge(text.counters, settings.min_count,
                settings.line_end_word ? kLineEndWord : std::string_view(), 2);
      EXPECT_EQ(merged.different, text.counted.size());
      const Settled settled = Settle(merged, settings, static_cast<unsigned>(threads));
      EXPECT_EQ(Lines(VocabularyOf(merged, settled)), Lines(Select(text.counted, settings)));
    }
  }
}

TEST(Settle, SaysWhereEachCountersWordsWent) {
  std::vector<WordCounter> counters(2);
  EXPECT_EQ(counters[0].Add("rare"), 0U);
  EXPECT_EQ(counters[0].Add("b"), 1U);
  EXPECT_EQ(counters[1].Add("a"), 0U);
  EXPECT_EQ(counters[1].Add("a"), 0U);
  EXPECT_EQ(counters[1].Add("b"), 1U);
  const MergedWords merged = Merge(counters, 2, {}, 1);
  const Settled settled = Settle(merged, {.min_count = 2}, 1);
  const auto id = [&](std::size_t counter, std::size_t word) {
    return settled.id_of[merged.entry_of[counter][word]];
  };
  EXPECT_EQ(merged.entry_of[0][0], MergedWords::kLeftOut);
  EXPECT_EQ(id(0, 1), 1U);
  EXPECT_EQ(id(1, 0), 0U);
  EXPECT_EQ(id(1, 1), 1U);
}

TEST(Settle, ALineEndThatNeverCameHasItsRow) {
  std::vector<WordCounter> counters(1);
  counters[0].Add("a", 9);
  const MergedWords merged = Merge(counters, 5, kLineEndWord, 1);
  const Settled settled = Settle(merged, {.min_count = 5, .line_end_word = true}, 2);
  EXPECT_THAT(Lines(VocabularyOf(merged, settled)), testing::ElementsAre("</s> 0", "a 9"));
}

}  // namespace
}  // namespace firth::text
