#include "cooccurrence/counted_corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <utility>

#include "base/error_testing.h"
#include "cooccurrence/cooccurrence_testing.h"
#include "firth/formats.h"

namespace firth::cooccurrence {
namespace {

using testing::HasSubstr;

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

/// A text that can be read once, as standard input.
class Once final : public Corpus {
 public:
  explicit Once(std::string text) : text_(TextCorpus(std::move(text))) {}
  std::unique_ptr<BlockReader> Open() const override { return text_->Open(); }
  bool rereadable() const override { return false; }
  std::uint64_t bytes_on_disk() const override { return 0; }

 private:
  std::unique_ptr<Corpus> text_;
};

TEST(CountedCorpus, StandardInputMustFitTheMemory) {
  TrainSettings settings = Settings();
  settings.threads = 1;
  settings.memory_limit = 3'000'000;
  std::string text;
  for (int line = 0; line < 200'000; ++line) text += "a b c d\n";
  const Once corpus(std::move(text));
  EXPECT_THAT(
      base::MessageOfError([&] { CountCorpus(corpus, settings, Request(), {}); }),
      HasSubstr("standard input does not fit half of the memory limit; save it to a file, or "
                "raise --memory-limit"));
}

TEST(CountedCorpus, AHeldOutTextNeedsPairs) {
  const auto corpus = TextCorpus(RandomText(100, 12, 50));
  TrainSettings settings = Settings();
  settings.valid = testing::TempDir() + "counted_corpus_valid.txt";
  std::ofstream(settings.valid) << "w1\nw2\n";
  EXPECT_THAT(base::MessageOfError([&] { CountCorpus(*corpus, settings, Request(), {}); }),
              testing::AllOf(testing::StartsWith(settings.valid),
                             HasSubstr("no two words of the vocabulary are near each other")));
}

TEST(CountedCorpus, SettingsOfCountingAreLeftOut) {
  Metadata settings = {{"dim", "3"}, {"window", "5"}, {"weight", "flat"}, {"min-count", "2"}};
  LeaveOutCounting(settings);
  EXPECT_EQ(settings, (Metadata{{"dim", "3"}}));
}

}  // namespace
}  // namespace firth::cooccurrence
