#include "models/objective/huffman.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace firth::models {
namespace {

Vocabulary Words(std::initializer_list<std::uint64_t> counts) {
  Vocabulary vocabulary;
  for (const std::uint64_t count : counts) {
    vocabulary.Add("w" + std::to_string(vocabulary.size()), Count{count});
  }
  return vocabulary;
}

TEST(HuffmanTree, GivesFrequentWordsShortPaths) {
  const HuffmanTree tree(Words({45, 13, 12, 16, 9, 5}));
  // Huffman's own example has these lengths.
  const std::size_t lengths[] = {1, 3, 3, 3, 4, 4};
  for (std::uint32_t i = 0; i < 6; ++i) EXPECT_EQ(tree.Path(TokenId{i}).size(), lengths[i]);
  EXPECT_EQ(tree.longest_path(), 4U);
}

TEST(HuffmanTree, EveryPathIsDifferentAndStartsAtTheRoot) {
  const HuffmanTree tree(Words({9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 0}));
  std::set<std::string> paths;
  for (std::uint32_t i = 0; i < 11; ++i) {
    const auto path = tree.Path(TokenId{i});
    ASSERT_FALSE(path.empty());
    EXPECT_EQ(path[0].node, RowId{0});
    std::string text;
    for (const Turn& turn : path) text += turn.positive ? '1' : '0';
    paths.insert(text);
  }
  EXPECT_EQ(paths.size(), 11U);
}

TEST(HuffmanTree, OfEqualWeightsTheOldestInnerNodeIsTaken) {
  // Three pairs: the last two are paired first, and the first is nearest to the root.
  const HuffmanTree tree(Words({1, 1, 1, 1, 1, 1}));
  const std::size_t lengths[] = {2, 2, 3, 3, 3, 3};
  for (std::uint32_t i = 0; i < 6; ++i) EXPECT_EQ(tree.Path(TokenId{i}).size(), lengths[i]);
}

TEST(HuffmanTree, OneWordNeedsNoTurns) {
  EXPECT_TRUE(HuffmanTree(Words({5})).Path(TokenId{0}).empty());
}

}  // namespace
}  // namespace firth::models
