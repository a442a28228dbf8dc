#include "train/block_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace firth::train {
namespace {

using testing::ElementsAre;

/// The words of all sentences, a bar after each sentence.
std::string Sentences(std::string_view text, const TrainSettings& settings) {
  BlockEncoder encoder(settings);
  std::string out;
  encoder.ForEachWord(
      text, [&](std::string_view word) { out += std::string(word) + " "; }, [&] { out += "| "; });
  return out;
}

TEST(BlockEncoder, ALineIsASentence) { EXPECT_EQ(Sentences("a b\r\n\n  \nc", {}), "a b | c | "); }

TEST(BlockEncoder, CutsLongLines) {
  EXPECT_EQ(Sentences("a b c d e\nf", {.sentence_length = 2}), "a b | c d | e | f | ");
  EXPECT_EQ(Sentences("a b c d\nf", {.sentence_length = 2}), "a b | c d | f | ");
}

TEST(BlockEncoder, FasttextHasAWordForTheLineEnd) {
  EXPECT_EQ(Sentences("a b\nc", {.line_end = LineEnd::kFasttext}), "a b </s> | c | ");
}

TEST(BlockEncoder, CountsAllTokens) {
  BlockEncoder encoder({});
  EXPECT_EQ(encoder.ForEachWord(
                "a b\nc", [](std::string_view) {}, [] {}),
            3U);
}

TEST(BlockEncoder, EncodesKnownWords) {
  Vocabulary vocabulary;
  vocabulary.Add("a");
  vocabulary.Add("b");
  BlockEncoder encoder({});
  std::vector<TokenId> ids = {TokenId{7}};
  encoder.Encode("a x b\nx x\nb", vocabulary, ids);
  EXPECT_THAT(ids, ElementsAre(TokenId{0}, TokenId{1}, kSentenceEnd, TokenId{1}, kSentenceEnd));
}

}  // namespace
}  // namespace firth::train
