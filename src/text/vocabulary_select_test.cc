#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "firth/text.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::Optional;

std::vector<std::string> Words(const Vocabulary& vocabulary) {
  std::vector<std::string> words;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    words.emplace_back(vocabulary.Word(TokenId{i}));
  }
  return words;
}

Vocabulary Counted() {
  Vocabulary counted;
  counted.Add("pear", Count{2});
  counted.Add("fig", Count{1});
  counted.Add("apple", Count{2});
  counted.Add("the", Count{9});
  return counted;
}

TEST(Select, OrdersByCountThenBytes) {
  EXPECT_THAT(Words(Select(Counted(), {.min_count = 1})),
              ElementsAre("the", "apple", "pear", "fig"));
}

TEST(Select, DropsRareWordsAndSaysWhereTheOthersWent) {
  std::vector<std::optional<TokenId>> new_ids;
  EXPECT_THAT(Words(Select(Counted(), {.min_count = 2}, &new_ids)),
              ElementsAre("the", "apple", "pear"));
  EXPECT_THAT(new_ids, ElementsAre(Optional(TokenId{2}), std::nullopt, Optional(TokenId{1}),
                                   Optional(TokenId{0})));
}

TEST(Select, KeepsAtMostMaxWords) {
  EXPECT_THAT(Words(Select(Counted(), {.min_count = 1, .max_words = 2})),
              ElementsAre("the", "apple"));
}

TEST(Select, PutsTheLineEndFirstWhateverItsCount) {
  Vocabulary counted = Counted();
  EXPECT_THAT(Words(Select(counted, {.min_count = 9, .line_end_word = true})),
              ElementsAre("</s>", "the"));
  counted.Add("</s>", Count{1});
  const Vocabulary selected = Select(counted, {.min_count = 9, .line_end_word = true});
  EXPECT_THAT(Words(selected), ElementsAre("</s>", "the"));
  EXPECT_EQ(selected.CountOf(TokenId{0}), Count{1});
}

}  // namespace
}  // namespace firth
