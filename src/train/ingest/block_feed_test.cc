#include "train/ingest/block_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "firth/error.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

std::string Lines(std::size_t blocks) {
  std::string text;
  while (text.size() < blocks * kBlockBytes)
    text += "one two three " + std::to_string(text.size()) + "\n";
  return text;
}

/// A corpus that is another one when it is read again.
class Changing final : public Corpus {
 public:
  Changing(std::string first, std::string later)
      : first_(TextCorpus(std::move(first))), later_(TextCorpus(std::move(later))) {}
  std::unique_ptr<BlockReader> Open() const override {
    return (passes_++ == 0 ? first_ : later_)->Open();
  }
  bool rereadable() const override { return true; }
  std::uint64_t bytes_on_disk() const override { return 0; }

 private:
  std::unique_ptr<Corpus> first_;
  std::unique_ptr<Corpus> later_;
  mutable int passes_ = 0;
};

const TrainSettings kSettings{.min_count = 1};

struct Fed {
  explicit Fed(const Corpus& text, std::uint64_t memory)
      : corpus(text), ingested(Ingest(corpus, kSettings, memory, {})) {}
  std::unique_ptr<BlockFeed> Feed(std::uint64_t first = 0) const {
    return MakeBlockFeed(corpus, ingested, ingested.vocabulary, 0, first);
  }
  const Corpus& corpus;
  Ingested ingested;
};

class BlockFeedOf : public testing::TestWithParam<std::uint64_t> {};

TEST_P(BlockFeedOf, RestsBeforeABlockAndGoesOn) {
  const auto corpus = TextCorpus(Lines(5));
  const Fed fed(*corpus, GetParam());
  ASSERT_GE(fed.ingested.blocks(), 5U);
  const auto feed = fed.Feed();
  FeedScratch scratch(kSettings);
  feed->GoOnTo(2);
  EXPECT_EQ(feed->Next(scratch)->block, 0U);
  EXPECT_EQ(feed->Next(scratch)->block, 1U);
  EXPECT_FALSE(feed->Next(scratch));
  EXPECT_EQ(feed->next(), 2U);
  feed->GoOnTo(100);
  EXPECT_EQ(feed->Next(scratch)->block, 2U);
  feed->Rest();
  EXPECT_FALSE(feed->Next(scratch));
  EXPECT_FALSE(feed->IsAtEnd());
}

TEST_P(BlockFeedOf, BeginsWhereItIsTold) {
  const auto corpus = TextCorpus(Lines(4));
  const Fed fed(*corpus, GetParam());
  FeedScratch whole(kSettings);
  FeedScratch part(kSettings);
  const auto from_start = fed.Feed();
  const auto later = fed.Feed(2);
  from_start->Next(whole);
  from_start->Next(whole);
  const auto expected = from_start->Next(whole);
  const auto got = later->Next(part);
  EXPECT_EQ(got->block, 2U);
  EXPECT_TRUE(std::ranges::equal(got->ids, expected->ids));
}

TEST_P(BlockFeedOf, IsAtItsEndWhenAllAreTaken) {
  const auto corpus = TextCorpus("one two\n");
  const Fed fed(*corpus, GetParam());
  const auto feed = fed.Feed();
  FeedScratch scratch(kSettings);
  EXPECT_TRUE(feed->Next(scratch));
  EXPECT_TRUE(feed->IsAtEnd());
  EXPECT_FALSE(feed->Next(scratch));
}

TEST_P(BlockFeedOf, PassesABlockWithoutAnyWord) {
  const auto corpus = TextCorpus(std::string(kBlockBytes, '\n') + "one two\n");
  const Fed fed(*corpus, GetParam());
  ASSERT_EQ(fed.ingested.blocks(), 2U);
  const auto feed = fed.Feed();
  FeedScratch scratch(kSettings);
  EXPECT_TRUE(feed->Next(scratch)->ids.empty());
  EXPECT_EQ(feed->Next(scratch)->ids.size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(Memory, BlockFeedOf, testing::Values(1U << 30, 0U));

/// What a feed says when the corpus is `later` by the time that it is read again.
std::string Complaint(const std::string& later) {
  const Changing corpus(Lines(3), later);
  const Fed fed(corpus, 0);
  const auto feed = fed.Feed();
  FeedScratch scratch(kSettings);
  try {
    while (feed->Next(scratch)) {
    }
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(BlockFeed, SeesThatTheCorpusIsAnotherOne) {
  EXPECT_EQ(Complaint(Lines(3)), "");
  EXPECT_THAT(Complaint(Lines(4)), HasSubstr("grown"));
  EXPECT_THAT(Complaint(Lines(2)), HasSubstr("shorter"));
  EXPECT_THAT(Complaint(Lines(3) + "x\n"), HasSubstr("changed"));
  std::string other = Lines(3);
  other[10] = 'X';
  EXPECT_THAT(Complaint(other), HasSubstr("changed"));
}

}  // namespace
}  // namespace firth::train
