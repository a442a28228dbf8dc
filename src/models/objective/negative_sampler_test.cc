#include "models/objective/negative_sampler.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firth::models {
namespace {

std::vector<double> Shares(const NegativeSampler& sampler, std::size_t words) {
  constexpr int kDraws = 1'000'000;
  std::vector<double> shares(words);
  base::SplitMix64 random(1);
  for (int i = 0; i < kDraws; ++i) shares[Index(sampler.Draw(random))] += 1.0 / kDraws;
  return shares;
}

TEST(NegativeSampler, DrawsInProportionToThePower) {
  Vocabulary vocabulary;
  double total = 0;
  for (const std::uint64_t count : {100'000U, 5'000U, 700U, 30U, 1U}) {
    vocabulary.Add("w" + std::to_string(count), Count{count});
    total += std::pow(count, 0.75);
  }
  const auto shares = Shares(NegativeSampler(vocabulary, 0.75), 5);
  for (std::uint32_t i = 0; i < 5; ++i) {
    const auto count = static_cast<double>(Value(vocabulary.CountOf(TokenId{i})));
    EXPECT_NEAR(shares[i], std::pow(count, 0.75) / total, 0.002);
  }
}

TEST(NegativeSampler, PowerZeroIsEven) {
  Vocabulary vocabulary;
  vocabulary.Add("often", Count{1000});
  vocabulary.Add("seldom", Count{1});
  EXPECT_NEAR(Shares(NegativeSampler(vocabulary, 0), 2)[0], 0.5, 0.002);
}

TEST(NegativeSampler, NeverDrawsTheExcludedOrTheUncounted) {
  Vocabulary vocabulary;
  vocabulary.Add("</s>", Count{1000});
  vocabulary.Add("unseen", Count{0});
  vocabulary.Add("a", Count{2});
  vocabulary.Add("b", Count{1});
  const auto shares = Shares(NegativeSampler(vocabulary, 1, TokenId{0}), 4);
  EXPECT_EQ(shares[0], 0);
  EXPECT_EQ(shares[1], 0);
  EXPECT_NEAR(shares[2], 2.0 / 3, 0.002);
}

TEST(NegativeSampler, NeighboursStandForEachOtherByCountAlone) {
  Vocabulary sorted;
  sorted.Add("</s>", Count{1});
  for (const std::uint64_t count : {9U, 8U, 2U}) {
    sorted.Add("w" + std::to_string(count), Count{count});
  }
  const NegativeSampler by_count(sorted, 1, TokenId{0});
  EXPECT_TRUE(by_count.MayStandFor(TokenId{1}, TokenId{3}));
  EXPECT_FALSE(by_count.MayStandFor(TokenId{1}, TokenId{0}));
  for (const std::uint64_t last : {0U, 3U}) {
    Vocabulary vocabulary = sorted.Clone();
    vocabulary.Add("last", Count{last});
    const NegativeSampler sampler(vocabulary, 1, TokenId{0});
    EXPECT_FALSE(sampler.MayStandFor(TokenId{1}, TokenId{2})) << last;
    EXPECT_TRUE(sampler.MayStandFor(TokenId{1}, TokenId{1})) << last;
  }
}

}  // namespace
}  // namespace firth::models
