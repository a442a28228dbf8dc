#include "corpus/share.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::corpus {
namespace {

using testing::HasSubstr;

std::string Written(const std::string& name, const std::string& text) {
  std::string path = testing::TempDir() + "share_test_" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

/// Numbered lines, so that none is like another.
std::string Lines(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) text += "line " + std::to_string(i) + " of the text\n";
  return text;
}

/// The blocks of all shares by their place.
std::map<std::uint64_t, std::string> Blocks(const std::vector<std::string>& files,
                                            std::uint64_t ranks, bool shuffles) {
  std::map<std::uint64_t, std::string> blocks;
  for (std::uint64_t rank = 0; rank < ranks; ++rank) {
    const auto corpus =
        OpenCorpusShare(files, {.rank = rank, .ranks = ranks, .shuffles = shuffles, .seed = 3});
    const auto reader = corpus->Open();
    while (const auto block = reader->Next()) {
      blocks[corpus->places().Of(block->number)] = block->text;
    }
  }
  return blocks;
}

std::string Joined(const std::map<std::uint64_t, std::string>& blocks) {
  std::string text;
  for (const auto& [place, block] : blocks) text += block;
  return text;
}

TEST(OpenCorpusShare, DealsOutEveryByteOnce) {
  const std::string first = Lines(20'000);
  const std::string second = "\xEF\xBB\xBF" + std::string(300'000, 'x') + " " + Lines(9000);
  const std::vector<std::string> files = {Written("a", first), Written("b", second),
                                          Written("empty", "")};
  for (const std::uint64_t ranks : {1U, 2U, 3U, 7U}) {
    EXPECT_EQ(Joined(Blocks(files, ranks, /*shuffles=*/false)), first + second.substr(3)) << ranks;
  }
}

TEST(OpenCorpusShare, HasTheSameOrderForAnyNumberOfRanks) {
  const std::vector<std::string> files = {Written("c", Lines(40'000))};
  const auto alone = Blocks(files, 1, /*shuffles=*/true);
  EXPECT_GT(alone.size(), 10U);
  EXPECT_EQ(Blocks(files, 3, /*shuffles=*/true), alone);
  EXPECT_NE(Joined(alone), Joined(Blocks(files, 1, /*shuffles=*/false)));
}

TEST(OpenCorpusShare, CutsAfterLines) {
  for (const auto& [place, block] : Blocks({Written("d", Lines(20'000))}, 2, /*shuffles=*/true)) {
    EXPECT_TRUE(block.starts_with("line ") && block.ends_with("\n")) << place;
  }
}

TEST(CutAt, LeavesWordsAndCharactersWhole) {
  EXPECT_EQ(CutAt("one\ntwo\nthree", 5), 8U);
  EXPECT_EQ(CutAt("one\ntwo\nthree", 4), 4U);  // where a line begins
  EXPECT_EQ(CutAt("one two", 5), 7U);
  const std::string line = std::string(100'000, 'a') + " " + std::string(100'000, 'b');
  EXPECT_EQ(CutAt(line, 10), 100'001U);
  std::string letters;  // of two bytes, no white space anywhere
  while (letters.size() < 3'000'000) letters += "\xC3\xA9";
  EXPECT_EQ(CutAt(letters, 1'000'001), 1'000'002U);
}

TEST(OpenCorpusShare, RefusesWhatItCannotCut) {
  const std::string packed = Written("e.gz", "\x1F\x8B\x08 packed");
  EXPECT_THAT(base::MessageOfError([&] { OpenCorpusShare({packed}, {.ranks = 2}); }),
              HasSubstr("--corpus-shard"));
  const std::string small = Written("f", "one block alone");
  EXPECT_THAT(base::MessageOfError([&] { OpenCorpusShare({small}, {.ranks = 2}); }),
              HasSubstr("fewer than there are ranks"));
}

TEST(OpenCorpusShare, RefusesAFileThatHasGrownMeanwhile) {
  const std::string path = Written("h", Lines(20'000));
  const auto corpus = OpenCorpusShare({path}, {.ranks = 2});
  std::ofstream(path, std::ios::app) << "one more line\n";
  EXPECT_EQ(base::MessageOfError([&] { corpus->Open()->Next(); }),
            path + ": has changed since training began; train again on a text that stays as it is");
}

TEST(OpenCorpusShare, TakesAllOfItsOwn) {
  const auto corpus =
      OpenCorpusShare({Written("g", "all of it")}, {.rank = 1, .ranks = 2, .own = true});
  EXPECT_EQ(corpus->Open()->Next()->text, "all of it");
  EXPECT_EQ(corpus->places().Of(3), 7U);
}

}  // namespace
}  // namespace firth::corpus
