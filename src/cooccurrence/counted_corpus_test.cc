#include "cooccurrence/counted_corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cooccurrence/cooccurrence_testing.h"
#include "firth/formats.h"

namespace firth::cooccurrence {
namespace {

/// A model of 8 bytes a word.
CountRequest Request() {
  return {.matrices = [](std::size_t words) { return 8 * words; }, .row_bytes = 8};
}

TrainSettings Settings() {
  TrainSettings settings = AllWords(2);
  settings.model.window = 4;
  settings.checkpoint.folder = "anywhere";  // so that a fingerprint is wanted
  return settings;
}

/// Files of the running test's own: others may run beside it.
CooccurrenceFiles Written(const Corpus& corpus, const TrainSettings& settings) {
  const std::string place = testing::TempDir() + "counted_corpus_" +
                            testing::UnitTest::GetInstance()->current_test_info()->name();
  const CooccurrenceFiles files{place + ".counts", place + ".words"};
  WriteCooccurrences(corpus, settings, {.window = settings.model.window},
                     {.path = files.records, .vocabulary = files.vocabulary});
  return files;
}

TEST(TakeCounts, AreThoseOfTheCorpus) {
  const auto corpus = TextCorpus(RandomText(500, 12, 200));
  const TrainSettings settings = Settings();
  const auto counted = CountCorpus(*corpus, settings, Request(), {});
  const auto taken = TakeCounts(Written(*corpus, settings), settings, Request(), {});
  ASSERT_TRUE(counted && taken);
  EXPECT_EQ(CellsOf(counted->tiles), CellsOf(taken->tiles));
  EXPECT_EQ(counted->tiles.side(), taken->tiles.side());
  EXPECT_EQ(counted->memory.Total(), taken->memory.Total());
  ASSERT_EQ(counted->vocabulary.size(), taken->vocabulary.size());
  EXPECT_EQ(counted->vocabulary.Word(TokenId{7}), taken->vocabulary.Word(TokenId{7}));
}

TEST(TakeCounts, AreKnownByTheirBytes) {
  const auto corpus = TextCorpus(RandomText(100, 12, 50));
  const TrainSettings settings = Settings();
  const CooccurrenceFiles files = Written(*corpus, settings);
  const auto fingerprint = [&] { return TakeCounts(files, settings, Request(), {})->fingerprint; };
  const std::uint64_t before = fingerprint();
  EXPECT_EQ(fingerprint(), before);
  std::ofstream(files.vocabulary, std::ios::app) << "another 1\n";
  EXPECT_NE(fingerprint(), before);
}

TEST(CountedCorpus, IsItsWordsAloneWhereThatIsAsked) {
  const auto corpus = TextCorpus(RandomText(100, 12, 50));
  const TrainSettings settings = Settings();
  CountRequest request = Request();
  const auto whole = CountCorpus(*corpus, settings, request, {});
  const auto given = TakeCounts(Written(*corpus, settings), settings, request, {});
  request.words_alone = true;
  TrainObserver observer;
  observer.counting_pairs = [](double) { ADD_FAILURE(); };
  const auto words = CountCorpus(*corpus, settings, request, observer);
  EXPECT_EQ(words->fingerprint, whole->fingerprint);
  EXPECT_EQ(words->vocabulary.size(), whole->vocabulary.size());
  EXPECT_EQ(words->tiles.total(), 0U);
  const auto of_files = TakeCounts(Written(*corpus, settings), settings, request, observer);
  EXPECT_EQ(of_files->fingerprint, given->fingerprint);
  EXPECT_EQ(of_files->tiles.total(), 0U);
}

TEST(CountedCorpus, SettingsOfCountingAreLeftOut) {
  Metadata settings = {{"dim", "3"}, {"window", "5"}, {"weight", "flat"}, {"min-count", "2"}};
  LeaveOutCounting(settings);
  EXPECT_EQ(settings, (Metadata{{"dim", "3"}}));
}

}  // namespace
}  // namespace firth::cooccurrence
