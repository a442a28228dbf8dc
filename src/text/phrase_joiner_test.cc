#include "text/phrase_joiner.h"

#include <gtest/gtest.h>

#include <string>

#include "text/pre_tokenizer/whitespace.h"

namespace firth::text {
namespace {

template <class OnWord, class OnLineEnd>
void Read(std::string_view text, const OnWord& on_word, const OnLineEnd& on_line_end) {
  ForEachBetweenBlanks(text, [&](std::string_view word) {
    if (word == "|") {
      on_line_end();
    } else {
      on_word(word);
    }
  });
}

/// Counts `text`, in which a bar ends a line, and joins it.
std::string Joined(const PhraseSettings& settings, std::string_view text) {
  PhraseCounts counts(settings);
  Read(
      text, [&](std::string_view word) { counts.Add(word); }, [&] { counts.EndLine(); });
  PhraseJoiner joiner(counts);
  std::string out;
  const auto emit = [&](std::string_view word) { out.append(word).append(" "); };
  Read(
      text, [&](std::string_view word) { joiner.Add(word, emit); },
      [&] {
        joiner.EndLine(emit);
        emit("|");
      });
  joiner.EndLine(emit);
  return out;
}

TEST(PhraseJoiner, JoinsFromTheLeftEachWordOnce) {
  const PhraseSettings settings{.min_count = 1, .threshold = 0.5};
  EXPECT_EQ(Joined(settings, "a b c | a b c"), "a_b c | a_b c ");
}

TEST(PhraseJoiner, JoinsWithinLines) {
  const PhraseSettings settings{.min_count = 1, .threshold = 0.1};
  EXPECT_EQ(Joined(settings, "a | b | a | b |"), "a | b | a | b | ");
}

TEST(PhraseJoiner, KeepsWhatItDoesNotJoin) {
  PhraseSettings settings{.min_count = 5, .connector_words = {"of"}};
  const std::string text = "of a of of b of | of | c ";
  EXPECT_EQ(Joined(settings, text), text);
}

TEST(PhraseJoiner, TakesConnectorWordsAlong) {
  const PhraseSettings settings{.score = PhraseScore::kNpmi,
                                .min_count = 2,
                                .threshold = 0.1,
                                .delimiter = "-",
                                .connector_words = {"of", "the"}};
  EXPECT_EQ(Joined(settings, "the queen of the south of | x queen of the south y"),
            "the queen-of-the-south of | x queen-of-the-south y ");
}

TEST(PhraseJoiner, HoldsBackNoMoreThanALongestWord) {
  PhraseCounts counts({.min_count = 1, .threshold = 0, .connector_words = {"of"}});
  PhraseJoiner joiner(counts);
  std::string out;
  std::size_t words = 0;
  const auto emit = [&](std::string_view word) {
    out.append(word).append(" ");
    ++words;
  };
  joiner.Add("a", emit);
  EXPECT_EQ(words, 0U);
  constexpr std::size_t kMany = 10'000;
  for (std::size_t i = 0; i < kMany; ++i) joiner.Add("of", emit);
  EXPECT_EQ(words, kMany + 1);
  EXPECT_TRUE(out.starts_with("a of of "));
}

TEST(PhraseList, ListsEveryScoredPairOnce) {
  PhraseCounts counts({.score = PhraseScore::kNpmi, .min_count = 2, .connector_words = {"of"}});
  const std::string_view text = "a b c | a b d | c of a | c of a";
  Read(
      text, [&](std::string_view word) { counts.Add(word); }, [&] { counts.EndLine(); });
  PhraseList list(counts);
  Read(
      text, [&](std::string_view word) { list.Add(word); }, [&] { list.EndLine(); });
  const auto entries = list.Sorted();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].words, "a b");
  EXPECT_EQ(entries[1].words, "c of a");
  EXPECT_GT(entries[0].score, entries[1].score);
  EXPECT_DOUBLE_EQ(entries[0].score, *counts.Score("a", "b", "a_b"));
}

}  // namespace
}  // namespace firth::text
