#include "classify/label_tree.h"

#include <gtest/gtest.h>

#include <string>

namespace firth::classify {
namespace {

Vocabulary Labels(std::initializer_list<std::uint64_t> counts) {
  Vocabulary labels;
  for (const std::uint64_t count : counts) {
    labels.Add("l" + std::to_string(labels.size()), Count{count});
  }
  return labels;
}

std::string Ways(const LabelTree& tree, std::size_t labels) {
  std::string ways;
  for (std::uint32_t i = 0; i < labels; ++i) {
    for (const LabelTurn& turn : tree.Path(TokenId{i})) {
      ways += std::to_string(Index(turn.node)) + (turn.positive ? "+" : "-");
    }
    ways += ' ';
  }
  return ways;
}

TEST(LabelTree, MergesTheRarestFirst) {
  // 1 and 2 into node 0 (3), which with 4 makes node 1 (7), with 9 the root.
  EXPECT_EQ(Ways(LabelTree(Labels({9, 4, 2, 1})), 4), "2+ 1+2- 0+1-2- 0-1-2- ");
}

TEST(LabelTree, AmongEqualsOldNodesComeFirstThenLateLabels) {
  // 3 and 2 into node 0 (2), 1 and 0 into node 1 (2): of these the older first.
  EXPECT_EQ(Ways(LabelTree(Labels({1, 1, 1, 1})), 4), "1+2+ 1-2+ 0+2- 0-2- ");
  // Node 0 weighs 2, as label 0 does: it is merged before.
  EXPECT_EQ(Ways(LabelTree(Labels({2, 1, 1})), 3), "1+ 0+1- 0-1- ");
}

TEST(LabelTree, ChildrenAreThoseOfTheTurns) {
  const LabelTree tree(Labels({9, 4, 2, 1}));
  ASSERT_EQ(tree.nodes().size(), 3U);
  EXPECT_EQ(tree.nodes()[0].negative, 3U);
  EXPECT_EQ(tree.nodes()[0].positive, 2U);
  EXPECT_EQ(tree.nodes()[2].negative, 4U + 1);
  EXPECT_EQ(tree.nodes()[2].positive, 0U);
  EXPECT_EQ(tree.longest_path(), 3U);
}

TEST(LabelTree, OfOneLabelHasNoTurn) {
  const LabelTree tree(Labels({5}));
  EXPECT_TRUE(tree.Path(TokenId{0}).empty());
  EXPECT_TRUE(tree.nodes().empty());
}

}  // namespace
}  // namespace firth::classify
