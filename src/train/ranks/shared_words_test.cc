#include "train/ranks/shared_words.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <string>

#include "train/ranks/local_ranks_testing.h"

namespace firth::train {
namespace {

std::map<std::string, std::uint64_t> Counts(const Vocabulary& words) {
  std::map<std::string, std::uint64_t> counts;
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    counts.emplace(words.Word(TokenId{i}), Value(words.CountOf(TokenId{i})));
  }
  return counts;
}

TEST(MergeWords, AddsUpWhatAllHaveCounted) {
  RunAsRanks(3, [](Communicator& ranks) {
    Vocabulary counted;
    counted.Add("everywhere", Count{2});
    counted.Add("at " + std::to_string(ranks.rank()), Count{10 + ranks.rank()});
    counted.Add("rare", Count{1});
    if (ranks.rank() == 1) counted.Add("</s>", Count{1});
    const std::map<std::string, std::uint64_t> expected = {
        {"everywhere", 6}, {"at 0", 10}, {"at 1", 11}, {"at 2", 12}, {"</s>", 1}};
    EXPECT_EQ(Counts(MergeWords(ranks, counted, 4)), expected);
  });
}

TEST(MergeWords, GivesAllRanksTheSameOrder) {
  std::mutex mutex;
  std::vector<std::string> orders;
  RunAsRanks(4, [&](Communicator& ranks) {
    Vocabulary counted;
    for (std::size_t i = 0; i < 100; ++i) {
      counted.Add("w" + std::to_string((i * 7 + ranks.rank() * 13) % 120), Count{i + 1});
    }
    const Vocabulary all = MergeWords(ranks, counted, 1);
    std::string order;
    for (std::uint32_t i = 0; i < all.size(); ++i) order += std::string(all.Word(TokenId{i})) + " ";
    const std::scoped_lock lock(mutex);
    orders.push_back(order);
  });
  for (const std::string& order : orders) EXPECT_EQ(order, orders.front());
}

TEST(WordsOfFirst, AreThoseOfRankZero) {
  RunAsRanks(2, [](Communicator& ranks) {
    Vocabulary words;
    words.Add(ranks.rank() == 0 ? "mine" : "yours", Count{ranks.rank() + 5});
    EXPECT_EQ(Counts(WordsOfFirst(ranks, words)),
              (std::map<std::string, std::uint64_t>{{"mine", 5}}));
  });
}

}  // namespace
}  // namespace firth::train
