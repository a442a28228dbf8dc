#include "train/ingest/block_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/random.h"
#include "corpus/lines.h"

namespace firth::train {
namespace {

using testing::ElementsAre;

TextBlock Block(std::string_view text) { return {.number = 0, .text = text, .owner = nullptr}; }

/// The words of all sentences, a bar after each sentence.
std::string Sentences(std::string_view text, const TrainSettings& settings) {
  BlockEncoder encoder(settings);
  std::string out;
  encoder.ForEachWord(
      Block(text), [&](std::string_view word) { out += std::string(word) + " "; },
      [&] { out += "| "; });
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

/// What the tokenizer and plain loops make of it: the maps of blanks are held to it.
std::string ExpectedSentences(const std::string& text, const TrainSettings& settings) {
  const auto tokenizer = MakeTokenizer(settings.tokenizer);
  std::vector<std::string_view> words;
  std::string out;
  corpus::ForEachLine(text, [&](std::string_view line, bool ended) {
    tokenizer->Split(line, words);
    if (ended && settings.line_end == LineEnd::kFasttext) words.push_back(kLineEndWord);
    for (std::size_t i = 0; i < words.size(); ++i) {
      out += std::string(words[i]) + " ";
      if ((i + 1) % settings.sentence_length == 0 || i + 1 == words.size()) out += "| ";
    }
  });
  return out;
}

TEST(BlockEncoder, SplitsAsTheTokenizerDoes) {
  base::SplitMix64 random(1);
  constexpr std::string_view kPieces[] = {
      " ",  "\n", "\n", "\r\n", "\t", "",  "\xFF", "Ä",  "sixteen bytes",
      "界", "\v", "x",  "yy",   "Z",  " ", "</s>", "\f "};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint32_t i = random.Below(80); i > 0; --i) {
      text += kPieces[random.Below(std::size(kPieces))];
      if (random.Below(20) == 0) text += std::string(random.Below(200), 'l');
      if (random.Below(200) == 0) text += std::string(kMaxWordBytes + random.Below(2), 'o');
      if (random.Below(50) == 0) text += '\0';
    }
    for (const TrainSettings& settings : {TrainSettings{},
                                          {.sentence_length = 3},
                                          {.tokenizer = {.lowercase = true}},
                                          {.sentence_length = 2, .line_end = LineEnd::kFasttext},
                                          {.cpu_target = CpuTarget::kScalar}}) {
      ASSERT_EQ(Sentences(text, settings), ExpectedSentences(text, settings)) << text;
    }
  }
}

TEST(BlockEncoder, AWordLongerThanABlockIsCountedOnce) {
  BlockEncoder encoder({});
  std::string words;
  const auto add = [&](std::string_view word) { words += std::string(word) + " "; };
  const std::string piece(kMaxWordBytes + 1, 'x');
  encoder.ForEachWord(Block(piece), add, [] {});
  for (const std::string_view rest : {std::string_view(piece), {"tail a"}, {" b"}}) {
    TextBlock block = Block(rest);
    block.begins_in_word = true;
    encoder.ForEachWord(block, add, [] {});
  }
  EXPECT_EQ(words, "a b ");
  EXPECT_EQ(encoder.warnings().overlong_words, 1U);
}

TEST(BlockEncoder, CountsAllTokens) {
  BlockEncoder encoder({});
  EXPECT_EQ(encoder.ForEachWord(
                Block("a b\nc"), [](std::string_view) {}, [] {}),
            3U);
}

TEST(BlockEncoder, EncodesKnownWords) {
  Vocabulary vocabulary;
  vocabulary.Add("a");
  vocabulary.Add("b");
  BlockEncoder encoder({});
  std::vector<TokenId> ids = {TokenId{7}};
  encoder.Encode(Block("a x b\nx x\nb"), vocabulary, ids);
  EXPECT_THAT(ids, ElementsAre(TokenId{0}, TokenId{1}, kSentenceEnd, TokenId{1}, kSentenceEnd));
}

}  // namespace
}  // namespace firth::train
