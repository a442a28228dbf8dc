#include "text/phrases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::text {
namespace {

using testing::HasSubstr;

/// `text` with a bar for a line's end.
PhraseCounts Counted(const PhraseSettings& settings, std::string_view text) {
  PhraseCounts counts(settings);
  ForEachBetweenBlanks(text, [&](std::string_view word) {
    if (word == "|") {
      counts.EndLine();
    } else {
      counts.Add(word);
    }
  });
  return counts;
}

constexpr std::string_view kText = "new york | the new york times | york | new";

TEST(PhraseCounts, ScoresAsWord2phrase) {
  const PhraseCounts counts = Counted({.min_count = 1}, kText);
  EXPECT_EQ(counts.words(), 8U);
  // "new" three times, "york" three times, together twice.
  EXPECT_FLOAT_EQ(static_cast<float>(*counts.Score("new", "york", "new_york")), 1.F / 3 / 3 * 8);
  EXPECT_EQ(counts.Score("york", "new", "york_newer"), std::nullopt);
}

TEST(PhraseCounts, CountsAcrossLineEndsAsWord2phraseAlone) {
  EXPECT_NE(Counted({.min_count = 1}, kText).Score("york", "the", "york_the"), std::nullopt);
  const PhraseCounts npmi = Counted({.score = PhraseScore::kNpmi, .min_count = 1}, kText);
  EXPECT_EQ(npmi.Score("york", "the", "york_the"), std::nullopt);
}

TEST(PhraseCounts, ScoresNpmi) {
  const PhraseCounts counts = Counted({.score = PhraseScore::kNpmi, .min_count = 2}, kText);
  const double expected = std::log(2. / 8 / (3. / 8 * 3. / 8)) / -std::log(2. / 8);
  EXPECT_DOUBLE_EQ(*counts.Score("new", "york", "new_york"), expected);
  EXPECT_EQ(counts.Score("the", "new", "the_new"), std::nullopt);  // too rare
}

TEST(PhraseCounts, ConnectorWordsStandInsideOnly) {
  const PhraseSettings settings{
      .score = PhraseScore::kNpmi, .min_count = 1, .connector_words = {"of", "the"}};
  const PhraseCounts counts = Counted(settings, "of queen of the south | of");
  EXPECT_EQ(counts.words(), 6U);
  EXPECT_NE(counts.Score("queen", "south", "queen_of_the_south"), std::nullopt);
  EXPECT_EQ(counts.Score("queen", "of", "queen_of"), std::nullopt);
}

TEST(PhraseCounts, DropsRareEntriesWhenThereAreTooMany) {
  PhraseSettings settings{.min_count = 2, .max_entries = 1000};
  PhraseCounts counts(settings);
  for (int i = 0; i < 20; ++i) {
    counts.Add("new");
    counts.Add("york");
  }
  EXPECT_FALSE(counts.reduced());
  for (int i = 0; i < 3000; ++i) counts.Add("w" + std::to_string(i));
  EXPECT_TRUE(counts.reduced());
  EXPECT_NE(counts.Score("new", "york", "new_york"), std::nullopt);
}

TEST(PhraseCounts, DropsRareEntriesWhenTheyTakeTooMuchMemory) {
  constexpr std::uint64_t kMost = 100'000;
  PhraseCounts counts({.min_count = 2}, kMost);
  for (int i = 0; i < 200; ++i) {  // with each reduction the least count that is kept rises
    counts.Add("new");
    counts.Add("york");
  }
  for (int i = 0; i < 1000; ++i) counts.Add(std::string(1000, 'x') + std::to_string(i));
  EXPECT_TRUE(counts.reduced());
  EXPECT_NE(counts.Score("new", "york", "new_york"), std::nullopt);
}

TEST(PhraseCounts, NoPhraseIsLongerThanAWordMayBe) {
  const std::string half(kMaxWordBytes / 2, 'x');
  PhraseCounts counts({.min_count = 1, .connector_words = {"of"}});
  counts.Add("a");
  for (std::size_t i = 0; i < kMaxWordBytes; ++i) counts.Add("of");
  counts.Add("b");
  counts.Add(half);
  counts.Add(half);
  EXPECT_NE(counts.Score("b", half, "b_" + half), std::nullopt);
  EXPECT_EQ(counts.Score(half, half, half + "_" + half), std::nullopt);
}

TEST(PhraseSettings, AreChecked) {
  Validate(PhraseSettings{});
  EXPECT_EQ(PhraseSettings{}.Threshold(), 100);
  EXPECT_EQ(PhraseSettings{.score = PhraseScore::kNpmi}.Threshold(), 0.5);
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.min_count = 0}); }),
              HasSubstr("--min-count is 0, but must be from 1 to 10^12"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.threshold = -1}); }),
              HasSubstr("--threshold is -1, but must be from 0 to 1e30"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.threshold = NAN}); }),
              HasSubstr("--threshold is nan, but must be from 0"));
  EXPECT_THAT(base::MessageOfError(
                  [&] { Validate(PhraseSettings{.score = PhraseScore::kNpmi, .threshold = 2}); }),
              HasSubstr("--threshold is 2, but must be from -1 to 1 with --score npmi"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.delimiter = ""}); }),
              HasSubstr("--delimiter must be one or several characters, none of them blank"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.delimiter = " "}); }),
              HasSubstr("--delimiter must be"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.passes = 0}); }),
              HasSubstr("--passes is 0, but must be from 1 to 10"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.max_entries = 999}); }),
              HasSubstr("--max-entries is 999, but must be from 1000"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(PhraseSettings{.memory_limit = 1000}); }),
              HasSubstr("--memory-limit is 1000 bytes, but phrases take 1 MB at least"));
}

}  // namespace
}  // namespace firth::text
