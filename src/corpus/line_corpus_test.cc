#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "firth/corpus.h"

namespace firth {
namespace {

std::unique_ptr<Corpus> Numbers(int count) {
  return LineCorpus(
      [count] {
        return [i = 0, count, line = std::string()]() mutable -> std::optional<std::string_view> {
          if (i == count) return std::nullopt;
          line = std::to_string(i++);
          return line;
        };
      },
      /*rereadable=*/true);
}

std::string ReadAll(const Corpus& corpus, std::size_t& blocks) {
  std::string all;
  blocks = 0;
  const auto reader = corpus.Open();
  while (const auto block = reader->Next()) {
    EXPECT_EQ(block->number, blocks++);
    EXPECT_TRUE(block->text.ends_with('\n'));
    all += block->text;
  }
  EXPECT_FALSE(reader->Next());
  return all;
}

TEST(LineCorpus, GathersLinesIntoBlocks) {
  std::string expected;
  for (int i = 0; i < 50'000; ++i) expected += std::to_string(i) + "\n";
  const auto corpus = Numbers(50'000);
  std::size_t blocks = 0;
  EXPECT_EQ(ReadAll(*corpus, blocks), expected);
  EXPECT_EQ(blocks, expected.size() / kBlockBytes + 1);
  EXPECT_EQ(ReadAll(*corpus, blocks), expected);
}

TEST(LineCorpus, MayBeEmpty) {
  std::size_t blocks = 0;
  EXPECT_EQ(ReadAll(*Numbers(0), blocks), "");
  EXPECT_EQ(blocks, 0U);
}

TEST(LineCorpus, PassesOnWhatLinesThrow) {
  const auto corpus = LineCorpus(
      [] { return []() -> std::optional<std::string_view> { throw std::logic_error("no line"); }; },
      /*rereadable=*/false);
  EXPECT_FALSE(corpus->rereadable());
  EXPECT_THROW(corpus->Open()->Next(), std::logic_error);
}

}  // namespace
}  // namespace firth
