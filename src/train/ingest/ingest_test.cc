#include "train/ingest/ingest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/random.h"
#include "firth/error.h"
#include "text/pre_tokenizer/whitespace.h"
#include "train/ingest/block_encoder.h"
#include "train/ingest/block_feed.h"

namespace firth::train {
namespace {

using testing::ElementsAre;

constexpr std::uint64_t kPlenty = 1 << 30;

std::vector<std::vector<TokenId>> Ids(const Ingested& ingested) {
  std::vector<std::vector<TokenId>> blocks(ingested.ids->blocks());
  for (std::size_t i = 0; i < blocks.size(); ++i) ingested.ids->Decode(i, blocks[i]);
  return blocks;
}

TEST(Ingest, SettlesVocabularyAndIdsInOnePass) {
  const auto corpus = TextCorpus("b a a\nrare\nb a\n");
  const Ingested ingested = Ingest(*corpus, {.min_count = 2}, kPlenty, {});
  ASSERT_EQ(ingested.vocabulary.size(), 2U);
  EXPECT_EQ(ingested.vocabulary.Word(TokenId{0}), "a");
  EXPECT_EQ(ingested.tokens(), 6U);
  const TokenId a{0};
  const TokenId b{1};
  EXPECT_THAT(Ids(ingested), ElementsAre(ElementsAre(b, a, a, kSentenceEnd, b, a, kSentenceEnd)));
}

TEST(Ingest, KeepsNoIdsBeyondTheMemory) {
  const auto corpus = TextCorpus("b a a\n");
  EXPECT_FALSE(Ingest(*corpus, {.min_count = 1}, 8, {}).ids);
  EXPECT_FALSE(Ingest(*corpus, {.min_count = 1}, 0, {}).ids);
}

TEST(Ingest, CountsAsManyWordsAsTheMemoryHolds) {
  constexpr int kWords = 100'000;
  constexpr std::uint64_t kTable = std::uint64_t{8}
                                   << 20;  // 2^18 places, of which 3/4 may be taken
  std::string text;
  for (int i = 0; i < kWords; ++i) text += std::to_string(i) + "\n";
  const auto corpus = TextCorpus(text);
  TrainSettings settings{.min_count = 1, .threads = 1};
  settings.memory_limit = kTable;
  EXPECT_EQ(Ingest(*corpus, settings, kPlenty, {}).vocabulary.size(), std::size_t{kWords});
  settings.memory_limit = kTable - 1;
  try {
    Ingest(*corpus, settings, kPlenty, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMemory);
    EXPECT_THAT(error.what(), testing::HasSubstr("--memory-limit"));
  }
}

TEST(Ingest, Word2vecCountsLineEndsInRowZero) {
  const auto corpus = TextCorpus("a a\nb\nno end");
  const Ingested ingested =
      Ingest(*corpus, {.line_end = LineEnd::kWord2vec, .min_count = 1}, kPlenty, {});
  EXPECT_EQ(ingested.vocabulary.Word(TokenId{0}), "</s>");
  EXPECT_EQ(ingested.vocabulary.CountOf(TokenId{0}), Count{2});
  const auto ids = Ids(ingested);
  for (const TokenId id : ids[0]) EXPECT_NE(id, TokenId{0});
}

TEST(Ingest, TakesAGivenVocabulary) {
  const std::string path = testing::TempDir() + "given.vocab";
  std::ofstream(path) << "</s> 99\nb 10\nz 9\na 8\n";
  const auto corpus = TextCorpus("a b c\n");
  const Ingested ingested = Ingest(*corpus, {.read_vocab = path}, kPlenty, {});
  EXPECT_EQ(ingested.vocabulary.CountOf(TokenId{0}), Count{10});
  EXPECT_THAT(Ids(ingested), ElementsAre(ElementsAre(TokenId{2}, TokenId{0}, kSentenceEnd)));
}

/// Words of many lengths and few different counts, in lines of many lengths.
std::string MixedText() {
  base::SplitMix64 random(1);
  std::string text;
  while (text.size() < 12 * kBlockBytes) {
    const std::uint32_t word = random.Below(1 + random.Below(20'000));
    text += std::to_string(word) + (word % 9 == 0 ? "-a-word-longer-than-a-slot" : "");
    text += random.Below(15) == 0 ? "\n" : " ";
  }
  return text;
}

TEST(Ingest, IsTheSameForAnyNumberOfThreads) {
  const auto corpus = TextCorpus(MixedText());
  for (const LineEnd line_end : {LineEnd::kBreak, LineEnd::kWord2vec, LineEnd::kFasttext}) {
    TrainSettings settings{.line_end = line_end, .min_count = 3, .threads = 1};
    const Ingested alone = Ingest(*corpus, settings, kPlenty, {});
    EXPECT_GT(alone.vocabulary.size(), 5'000U);
    for (const unsigned threads : {2U, 5U}) {
      settings.threads = threads;
      const Ingested together = Ingest(*corpus, settings, kPlenty, {});
      EXPECT_EQ(together.tokens_before, alone.tokens_before);
      ASSERT_EQ(together.vocabulary.size(), alone.vocabulary.size());
      for (std::uint32_t i = 0; i < alone.vocabulary.size(); ++i) {
        ASSERT_EQ(together.vocabulary.Word(TokenId{i}), alone.vocabulary.Word(TokenId{i}));
        ASSERT_EQ(together.vocabulary.CountOf(TokenId{i}), alone.vocabulary.CountOf(TokenId{i}));
      }
      EXPECT_EQ(Ids(together), Ids(alone));
    }
  }
}

TEST(Ingest, CountsAsASimpleLoopDoes) {
  const std::string text = MixedText();
  Vocabulary counted;
  text::ForEachBetweenBlanks(text, [&](std::string_view word) { counted.CountOccurrence(word); });
  const Vocabulary expected = Select(counted, {.min_count = 2, .max_words = 3000});
  const Vocabulary got = CountWords(*TextCorpus(text), {.min_count = 2, .max_vocab = 3000});
  ASSERT_EQ(got.size(), expected.size());
  for (std::uint32_t i = 0; i < got.size(); ++i) {
    ASSERT_EQ(got.Word(TokenId{i}), expected.Word(TokenId{i}));
    ASSERT_EQ(got.CountOf(TokenId{i}), expected.CountOf(TokenId{i}));
  }
}

std::string Complaint(const std::string& text, const TrainSettings& settings) {
  try {
    Ingest(*TextCorpus(text), settings, kPlenty, {});
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(Ingest, SaysWhyThereIsNothingToTrainOn) {
  EXPECT_EQ(Complaint("", {}), "the corpus holds no words");
  EXPECT_EQ(Complaint("a b\n", {}),
            "none of the corpus's 2 different words occurs 5 times; lower --min-count");
  EXPECT_EQ(Complaint("a\nb\n\n\n\n\n", {.line_end = LineEnd::kWord2vec}),
            "none of the corpus's 3 different words occurs 5 times; lower --min-count");
}

TEST(Ingest, CountsBadLinesOnce) {
  std::string warning;
  TrainObserver observer;
  observer.warning = [&](std::string_view text) { warning += std::string(text) + ";"; };
  Ingest(*TextCorpus("a \xFF b\nc \xFE\nd\n"), {.min_count = 1}, kPlenty, observer);
  EXPECT_EQ(warning, "2 lines were not valid UTF-8; their bad bytes became U+FFFD;");
}

/// Every block of an epoch, in the order in which the feed gives them.
std::vector<std::vector<TokenId>> Feed(const Corpus& corpus, const Ingested& ingested,
                                       const TrainSettings& settings) {
  constexpr std::size_t kEpoch = 3;
  const auto feed = MakeBlockFeed(corpus, ingested, ingested.vocabulary, kEpoch);
  FeedScratch scratch(settings);
  std::vector<std::vector<TokenId>> blocks;
  while (const auto block = feed->Next(scratch)) {
    EXPECT_EQ(block->epoch, kEpoch);
    EXPECT_EQ(block->block, blocks.size());
    blocks.emplace_back(block->ids.begin(), block->ids.end());
  }
  return blocks;
}

TEST(BlockFeed, ReadingAgainGivesTheSameBlocksAsMemory) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "w" + std::to_string(i % 977) + (i % 13 ? " " : "\n");
  const auto corpus = TextCorpus(text);
  const TrainSettings settings;
  Ingested ingested = Ingest(*corpus, settings, kPlenty, {});
  EXPECT_GT(ingested.blocks(), 2U);
  const auto from_memory = Feed(*corpus, ingested, settings);
  ingested.ids.reset();
  EXPECT_EQ(Feed(*corpus, ingested, settings), from_memory);
  EXPECT_EQ(from_memory.size(), ingested.blocks());
}

}  // namespace
}  // namespace firth::train
