#include "train/ingest/id_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/checksum.h"
#include "base/error_testing.h"
#include "base/random.h"
#include "firth/error.h"
#include "train/ingest/id_cache_view.h"

namespace firth::train {
namespace {

constexpr std::uint64_t kPlenty = 1 << 30;

std::string Text() {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "w" + std::to_string(i % 977) + (i % 13 ? " " : "\n");
  return text;
}

std::string Bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A corpus and settings with a file of ids, and what was said of it.
class IdCacheTest : public testing::Test {
 protected:
  IdCacheTest() {
    std::filesystem::remove(settings.id_cache);
    observer.note = [this](std::string_view note) { notes.emplace_back(note); };
  }

  Ingested Read() { return Ingest(*corpus, settings, memory, observer); }

  void ExpectSame(const Ingested& got) const {
    const Ingested expected = Ingest(*corpus, {.min_count = 2}, kPlenty, {});
    EXPECT_EQ(got.tokens_before, expected.tokens_before);
    ASSERT_EQ(got.vocabulary.size(), expected.vocabulary.size());
    for (std::uint32_t i = 0; i < got.vocabulary.size(); ++i) {
      ASSERT_EQ(got.vocabulary.Word(TokenId{i}), expected.vocabulary.Word(TokenId{i}));
      ASSERT_EQ(got.vocabulary.CountOf(TokenId{i}), expected.vocabulary.CountOf(TokenId{i}));
    }
    std::vector<TokenId> a;
    std::vector<TokenId> b;
    for (std::uint64_t i = 0; i < expected.blocks(); ++i) {
      got.ids->Decode(i, a);
      expected.ids->Decode(i, b);
      ASSERT_EQ(a, b);
    }
  }

  std::unique_ptr<Corpus> corpus = TextCorpus(Text());
  TrainSettings settings{.min_count = 2,
                         .id_cache = testing::TempDir() +
                                     testing::UnitTest::GetInstance()->current_test_info()->name() +
                                     ".ids"};
  std::uint64_t memory = kPlenty;
  TrainObserver observer;
  std::vector<std::string> notes;
};

TEST_F(IdCacheTest, IsWrittenOnceAndThenRead) {
  ExpectSame(Read());
  EXPECT_TRUE(notes.empty());
  const auto written = std::filesystem::last_write_time(settings.id_cache);
  const Ingested again = Read();
  ExpectSame(again);
  EXPECT_LT(again.ids->MemoryBytes(), 1000U);
  EXPECT_THAT(notes, testing::ElementsAre(testing::HasSubstr("counted before")));
  EXPECT_EQ(std::filesystem::last_write_time(settings.id_cache), written);
}

TEST_F(IdCacheTest, HoldsIdsThatMemoryDoesNot) {
  memory = 1;
  ExpectSame(Read());
}

TEST_F(IdCacheTest, IsMadeAnewForOtherSettingsAndAnotherCorpus) {
  Read();
  settings.min_count = 3;
  Read();
  corpus = TextCorpus(Text() + "more more more\n");
  Read();
  EXPECT_THAT(notes, testing::ElementsAre(testing::HasSubstr("other settings"),
                                          testing::HasSubstr("another corpus")));
  notes.clear();
  settings.min_count = 2;
  Read();
  ExpectSame(Read());
}

TEST_F(IdCacheTest, WritesOverNothingElse) {
  std::ofstream(settings.id_cache) << "a text that somebody needs\n";
  EXPECT_THAT(
      base::MessageOfError([&] { Read(); }),
      testing::HasSubstr("is no cache of ids and will not be written over; name another file"));
  EXPECT_EQ(Bytes(settings.id_cache), "a text that somebody needs\n");
}

TEST_F(IdCacheTest, ADamagedFileIsMadeAnew) {
  Read();
  const std::string good = Bytes(settings.id_cache);
  std::ofstream(settings.id_cache, std::ios::binary) << good.substr(0, good.size() / 2);
  ExpectSame(Read());
  EXPECT_THAT(notes, testing::ElementsAre(testing::HasSubstr("is damaged; it is made anew")));
  EXPECT_EQ(Bytes(settings.id_cache), good);
  std::ofstream(settings.id_cache, std::ios::trunc).flush();
  ExpectSame(Read());
}

TEST_F(IdCacheTest, NeedsACorpusThatCanBeReadAgain) {
  corpus = OpenCorpus({"-"});
  EXPECT_THAT(base::MessageOfError([&] { Read(); }),
              testing::HasSubstr("a cache of ids needs a corpus in files"));
}

/// A corpus of which a block is gone when it is read again, though its files look the same.
class Shortened final : public Corpus {
 public:
  std::unique_ptr<BlockReader> Open() const override {
    return TextCorpus(passes_++ == 0 ? Text() : "w1 w1 w2\n")->Open();
  }
  bool rereadable() const override { return true; }
  std::uint64_t bytes_on_disk() const override { return 0; }
  std::optional<std::uint64_t> fingerprint() const override { return 1; }

 private:
  mutable int passes_ = 0;
};

TEST_F(IdCacheTest, ACorpusThatChangesMeanwhileIsNotWritten) {
  corpus = std::make_unique<Shortened>();
  memory = 1;
  EXPECT_THAT(base::MessageOfError([&] { Read(); }),
              testing::HasSubstr("the corpus has changed while it was read; train again"));
  EXPECT_FALSE(std::filesystem::exists(settings.id_cache));
}

TEST_F(IdCacheTest, AFileThatChangesWhileItIsReadIsNamed) {
  Read();
  const Ingested ingested = Read();
  std::fstream file(settings.id_cache, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(kIdCacheMagic.size() + sizeof(std::uint64_t));
  file << std::string(64, '\xFE');
  file.close();
  std::vector<TokenId> ids;
  EXPECT_THAT(base::MessageOfError([&] { ingested.ids->Decode(0, ids); }),
              testing::AllOf(testing::StartsWith(settings.id_cache),
                             testing::HasSubstr("was changed while it was read; delete it and "
                                                "train again")));
}

/// Whatever numbers a file holds, with a checksum that is right: it is refused, or nothing in it
/// leads outside of it.
TEST_F(IdCacheTest, HostileNumbersAreRefusedOrHarmless) {
  Read();
  const std::string good = Bytes(settings.id_cache);
  base::SplitMix64 random(1);
  const std::size_t tail = good.size() - sizeof(IdCacheNumbers) - 8;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = good;
    const std::size_t at = random.Below(2) != 0 ? tail + 8 * (2 + random.Below(4))
                                                : random.Below(static_cast<std::uint32_t>(tail));
    const std::uint64_t number = random() >> random.Below(64);
    bytes.replace(at, std::min<std::size_t>(8, tail + 48 - at),
                  std::string(reinterpret_cast<const char*>(&number), 8), 0,
                  std::min<std::size_t>(8, tail + 48 - at));
    const std::uint64_t sum = base::ChecksumOf(std::string_view(bytes).substr(0, bytes.size() - 8));
    bytes.replace(bytes.size() - 8, 8, std::string(reinterpret_cast<const char*>(&sum), 8));
    const auto view = ViewIdCache(bytes);
    if (!view) continue;
    const Vocabulary vocabulary = view->MakeVocabulary();
    const IdCode code(view->numbers.words);
    for (const auto& block : view->blocks) {
      code.ForEach(block, [&](TokenId id) {
        ASSERT_TRUE(id == kSentenceEnd || Index(id) < vocabulary.size());
      });
    }
  }
}

}  // namespace
}  // namespace firth::train
