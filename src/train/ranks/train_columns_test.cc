#include "train/ranks/train_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "firth/error.h"
#include "train/ranks/local_ranks_testing.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

TrainSettings Small() {
  TrainSettings settings;
  settings.model.dim = 11;
  settings.epochs = 2;
  settings.threads = 1;
  settings.lr = 0.05;
  settings.ranks.shard = ModelShard::kColumns;
  return settings;
}

TrainResult ByColumns(std::size_t count, const TrainSettings& settings) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainResult first;
  RunAsRanks(count, [&](Communicator& ranks) {
    TrainResult result = TrainTogether(ranks, *corpus, settings);
    EXPECT_EQ(result.model.vocabulary.size(), 40U);
    if (ranks.rank() == 0) first = std::move(result);
  });
  return first;
}

TEST(ColumnsOf, CoversAllDimensions) {
  for (const std::size_t ranks : {1U, 2U, 3U, 7U}) {
    std::size_t next = 0;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      const ColumnRange columns = ColumnsOf(11, rank, ranks);
      EXPECT_EQ(columns.begin, next);
      EXPECT_GT(columns.size(), 0U);
      next = columns.end;
    }
    EXPECT_EQ(next, 11U);
  }
}

TEST(TrainColumns, LearnsWhatOneLearnsAlone) {
  for (const std::size_t count : {1U, 2U, 3U}) {
    TrainResult result = ByColumns(count, Small());
    EXPECT_EQ(result.words, 60'000U);
    EXPECT_EQ(result.model.input.columns(), 11U);
    const WordVectors vectors = ToWordVectors(std::move(result.model));
    EXPECT_GT(MeanCosine(vectors, 'a', 'a') - MeanCosine(vectors, 'a', 'b'), 0.3) << count;
  }
}

TEST(TrainColumns, RepeatsItself) {
  ExpectSameRows(ByColumns(3, Small()).model.input, ByColumns(3, Small()).model.input);
}

std::string Complaint(const TrainSettings& settings) {
  return base::MessageOfError([&] { ByColumns(2, settings); });
}

TEST(TrainColumns, TrainsWhatOneRankHasNoRoomFor) {
  TrainSettings settings = Small();
  settings.model.dim = 20'000;
  settings.epochs = 1;
  settings.memory_limit = 6'000'000;
  TrainSettings alone = settings;
  EXPECT_THAT(MessageOf(*TextCorpus(TwoTopics()), alone), HasSubstr("the limit is 6 MB"));
  EXPECT_EQ(ByColumns(2, settings).model.input.columns(), 20'000U);
}

TEST(TrainColumns, RefusesWhatItCannotDo) {
  TrainSettings cbow = Small();
  cbow.model.context = ContextKind::kCbow;
  EXPECT_THAT(Complaint(cbow), HasSubstr("skip-gram by negative sampling alone"));
  TrainSettings narrow = Small();
  narrow.model.dim = 1;
  EXPECT_THAT(Complaint(narrow), HasSubstr("less than a column a rank"));
  TrainSettings saved = Small();
  saved.checkpoint.folder = "state";
  EXPECT_THAT(Complaint(saved), HasSubstr("leave out --checkpoint"));
}

}  // namespace
}  // namespace firth::train
