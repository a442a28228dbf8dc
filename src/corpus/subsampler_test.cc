#include "corpus/subsampler.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firth::corpus {
namespace {

Vocabulary Words() {
  Vocabulary vocabulary;
  vocabulary.Add("the", Count{100'000});
  vocabulary.Add("king", Count{900'000});
  vocabulary.Add("rare", Count{1});
  return vocabulary;
}

TEST(Subsampler, FollowsTheRuleOfWord2vec) {
  const Vocabulary vocabulary = Words();
  const Subsampler subsampler(vocabulary, 1e-3);
  const double total = 1'000'001;
  const double ratio = 1e-3 * total / 100'000;
  EXPECT_NEAR(subsampler.KeepProbability(TokenId{0}), std::sqrt(ratio) + ratio, 1e-9);
  EXPECT_EQ(subsampler.KeepProbability(TokenId{2}), 1);
}

TEST(Subsampler, KeepsTheShareItSays) {
  const Vocabulary vocabulary = Words();
  const Subsampler subsampler(vocabulary, 1e-3);
  base::SplitMix64 random(1);
  int kept = 0;
  for (int i = 0; i < 100'000; ++i) kept += subsampler.Keeps(TokenId{0}, random) ? 1 : 0;
  EXPECT_NEAR(kept / 1e5, subsampler.KeepProbability(TokenId{0}), 0.005);
}

TEST(Subsampler, ZeroKeepsAll) {
  const Vocabulary vocabulary = Words();
  const Subsampler subsampler(vocabulary, 0);
  base::SplitMix64 random(1);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(subsampler.Keeps(TokenId{1}, random));
}

}  // namespace
}  // namespace firth::corpus
