#include "classify/word_ngrams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <vector>

#include "firth/subwords.h"

namespace firth::classify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array<std::string_view, 5> kWords = {"the", "match", "ended", "日本", "</s>"};

std::vector<std::uint32_t> Runs(std::size_t longest, std::uint32_t buckets) {
  std::vector<std::uint32_t> runs;
  ForEachWordNgram(
      kWords.size(), longest, buckets,
      [](std::size_t i) { return static_cast<WordHash>(SubwordHash(kWords[i])); },
      [&](std::uint32_t bucket) { runs.push_back(bucket); });
  return runs;
}

TEST(WordNgrams, AreHashedWithSigns) {
  EXPECT_THAT(Runs(3, 2'000'000),
              ElementsAre(33930, 1862217, 654349, 239216, 324042, 18343, 346020));
}

TEST(WordNgrams, AWordAloneIsNone) { EXPECT_THAT(Runs(1, 10), IsEmpty()); }

TEST(WordNgrams, LongerRunsComeBehindShorterOnesFromTheSameWord) {
  EXPECT_EQ(Runs(2, 100).size(), 4U);
  EXPECT_EQ(Runs(5, 100).size(), 4U + 3 + 2 + 1);
  EXPECT_EQ(Runs(3, 1'000'000)[0], Runs(2, 1'000'000)[0]);
}

}  // namespace
}  // namespace firth::classify
