#include "text/normalizer/line_block.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::text {
namespace {

TEST(NormalizeLines, LeavesGoodTextWhereItIs) {
  std::string scratch;
  TextWarnings warnings;
  for (const std::string_view text : {"A b\nc", "", "Äpfel\nЯблоко\n"}) {
    EXPECT_EQ(NormalizeLines(text, false, scratch, warnings).data(), text.data());
  }
}

TEST(NormalizeLines, LowersAndRepairsLineByLine) {
  std::string scratch;
  TextWarnings warnings;
  EXPECT_EQ(NormalizeLines("A B\n\nC", true, scratch, warnings), "a b\n\nc");
  EXPECT_EQ(NormalizeLines("A\xFF\n\xE4\xB8\nÄ ΟΔΟΣ\n", true, scratch, warnings),
            "a\uFFFD\n\uFFFD\nä οδο\u03C2\n");
  EXPECT_EQ(warnings.invalid_utf8_lines, 2U);
}

/// Pieces that lower case, repair and splitting could disagree about.
std::string RandomText(base::SplitMix64& random) {
  constexpr std::string_view kPieces[] = {
      "a",  "B",    "Σ",        "ΑΣ", "\xCC\x87", "İ", "'",        " ",    "\n", "\t",
      "\r", "\xFF", "\xE4\xB8", "界", ".",        "ß", "\xC2\xAD", "\v\f", " ",  "\n"};
  std::string text;
  for (std::uint32_t i = random.Below(40); i > 0; --i) {
    text += kPieces[random.Below(std::size(kPieces))];
  }
  return text;
}

TEST(NormalizeLines, GivesTheTokenizersWords) {
  base::SplitMix64 random(1);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = RandomText(random);
    for (const bool lowercase : {false, true}) {
      const auto tokenizer = MakeTokenizer({.lowercase = lowercase});
      std::string expected;
      std::vector<std::string_view> words;
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        tokenizer->Split(std::string_view(text).substr(at, end - at), words);
        for (const std::string_view word : words) expected += std::string(word) + "|";
        at = end + 1;
      }
      std::string scratch;
      TextWarnings warnings;
      std::string got;
      ForEachBetweenBlanks(NormalizeLines(text, lowercase, scratch, warnings),
                           [&](std::string_view word) { got += std::string(word) + "|"; });
      ASSERT_EQ(got, expected) << text;
      ASSERT_EQ(warnings.invalid_utf8_lines, tokenizer->warnings().invalid_utf8_lines) << text;
    }
  }
}

}  // namespace
}  // namespace firth::text
