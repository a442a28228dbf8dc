#include "train/ingest/shuffle_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace firth::train {
namespace {

constexpr std::uint64_t kPlenty = 1 << 30;

/// Blocks that are told apart by their first word; the later the longer the words.
std::string Numbered(std::size_t blocks) {
  std::string text;
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::string word = std::string(i + 1, 'w') + " ";
    const std::size_t end = (i + 1) * kBlockBytes - 1;
    while (text.size() + word.size() < end) text += word;
    text.resize(end, ' ');
    text += '\n';
  }
  return text;
}

Ingested Shuffled(const Corpus& corpus, std::uint64_t seed) {
  Ingested ingested = Ingest(corpus, {.min_count = 1, .threads = 1}, kPlenty, {});
  ShuffleBlocks(ingested, seed);
  return ingested;
}

std::vector<std::vector<TokenId>> Ids(const Ingested& ingested) {
  std::vector<std::vector<TokenId>> blocks(ingested.ids->blocks());
  for (std::size_t i = 0; i < blocks.size(); ++i) ingested.ids->Decode(i, blocks[i]);
  return blocks;
}

TEST(ShuffleBlocks, KeepsAllBlocksWithTheirTokens) {
  const auto corpus = TextCorpus(Numbered(20));
  const Ingested as_read = Ingest(*corpus, {.min_count = 1, .threads = 1}, kPlenty, {});
  const Ingested shuffled = Shuffled(*corpus, 1);
  EXPECT_TRUE(shuffled.shuffled);
  EXPECT_EQ(shuffled.tokens(), as_read.tokens());
  auto before = Ids(as_read);
  auto after = Ids(shuffled);
  EXPECT_NE(before, after);
  for (std::size_t i = 0; i < after.size(); ++i) {
    // Each line has one sentence's end more than it has tokens.
    const auto ends = static_cast<std::size_t>(std::ranges::count(after[i], kSentenceEnd));
    EXPECT_EQ(shuffled.tokens_before[i + 1] - shuffled.tokens_before[i], after[i].size() - ends);
  }
  std::ranges::sort(before);
  std::ranges::sort(after);
  EXPECT_EQ(before, after);
}

TEST(ShuffleBlocks, TheSeedGivesTheOrder) {
  const auto corpus = TextCorpus(Numbered(20));
  EXPECT_EQ(Ids(Shuffled(*corpus, 1)), Ids(Shuffled(*corpus, 1)));
  EXPECT_NE(Ids(Shuffled(*corpus, 1)), Ids(Shuffled(*corpus, 2)));
}

}  // namespace
}  // namespace firth::train
