#include "text/word_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <new>
#include <string>

#include "base/random.h"

namespace firth::text {
namespace {

TEST(WordCounter, TellsWordsApartByEveryByte) {
  WordCounter counter;
  std::vector<std::string> words = {"a", std::string("a\0", 2), std::string("\0", 1)};
  for (std::size_t length = 1; length < 40; ++length) {
    words.emplace_back(length, 'x');
    for (std::size_t at = 0; at < length; ++at) {
      words.emplace_back(length, 'x');
      words.back()[at] = 'y';
    }
  }
  for (std::uint32_t i = 0; i < words.size(); ++i) EXPECT_EQ(counter.Add(words[i]), i);
  for (std::uint32_t i = 0; i < words.size(); ++i) EXPECT_EQ(counter.Add(words[i]), i);
  EXPECT_EQ(counter.size(), words.size());
}

TEST(WordCounter, APaddedWordIsTheSameWord) {
  const std::string text = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t length = 1; length <= text.size() - 16; ++length) {
    const auto exact = WordCounter::KeyOf(std::string_view(text.data(), length));
    const auto padded = WordCounter::KeyOf(PaddedWord(text.data(), length));
    EXPECT_EQ(padded.hash, exact.hash);
    EXPECT_EQ(padded.low, exact.low);
    EXPECT_EQ(padded.high, exact.high);
    EXPECT_EQ(padded.length, exact.length);
  }
}

TEST(WordCounter, CountsManyWordsAndFindsThemByRange) {
  base::SplitMix64 random(1);
  WordCounter counter;
  std::map<std::string, std::uint64_t> expected;
  for (int i = 0; i < 60'000; ++i) {
    std::string word = std::to_string(random.Below(30'000));
    if (word.back() == '7') word += " and a tail that fills more than a slot";
    ++expected[word];
    counter.Add(word);
  }
  std::map<std::string, std::uint64_t> got;
  std::size_t visited = 0;
  for (std::size_t range = 0; range < std::size_t{1} << WordCounter::kRangeBits; ++range) {
    counter.ForEachInRange(range, [&](const WordCounter::Slot& slot) {
      got[std::string(counter.Word(slot))] = slot.count;
      ++visited;
    });
  }
  EXPECT_EQ(visited, expected.size());
  EXPECT_EQ(got, expected);
}

TEST(WordCounter, AsksForWhatItTakesBeforeItGrows) {
  constexpr std::size_t kWords = 200'000;
  WordCounter counter;
  std::size_t asked = counter.MemoryBytes();
  counter.WatchGrowth([&](std::size_t bytes) {
    EXPECT_EQ(counter.MemoryBytes(), asked);
    asked += bytes;
  });
  for (std::size_t i = 0; i < kWords; ++i) {
    counter.Add("a word of more than sixteen bytes" + std::to_string(i));
    ASSERT_EQ(counter.MemoryBytes(), asked) << i;
  }
}

TEST(WordCounter, StaysAsItWasWhenItMayNotGrow) {
  WordCounter counter;
  counter.WatchGrowth([](std::size_t) { throw std::bad_alloc(); });
  std::uint32_t words = 0;
  EXPECT_THROW(while (true) counter.Add(std::to_string(words++)), std::bad_alloc);
  EXPECT_EQ(counter.size(), words - 1);
  for (std::uint32_t i = 0; i + 1 < words; ++i) ASSERT_EQ(counter.Add(std::to_string(i)), i);
  EXPECT_THROW(counter.Add("a word of more than sixteen bytes"), std::bad_alloc);
  EXPECT_EQ(counter.size(), words - 1);
}

}  // namespace
}  // namespace firth::text
