#include "picture/labels.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "picture/text_width.h"

namespace firth::picture {
namespace {

constexpr Box kFrame = {0, 0, 400, 300};

TEST(Labels, TheFirstStandsRightOfItsDot) {
  const std::vector<Label> labels = {{.x = 100, .y = 100, .width = 50, .height = 10}};
  const auto places = PlaceLabels(labels, kFrame, 2, 10);
  ASSERT_TRUE(places[0]);
  EXPECT_EQ(places[0]->left, 103);
  EXPECT_EQ((places[0]->top + places[0]->bottom) / 2, 100);
}

TEST(Labels, NoneOverlapsAnotherNorLeavesTheFrame) {
  base::SplitMix64 random(1);
  std::vector<Label> labels;
  for (int i = 0; i < 3000; ++i) {
    labels.push_back({.x = 400 * static_cast<double>(random.UnitFloat()),
                      .y = 300 * static_cast<double>(random.UnitFloat()),
                      .width = 10 + 60 * static_cast<double>(random.UnitFloat()),
                      .height = 12});
  }
  const auto places = PlaceLabels(labels, kFrame, 2, 3000);
  std::vector<Box> taken;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!places[i]) continue;
    EXPECT_TRUE(kFrame.Contains(*places[i]));
    const Box dot = {labels[i].x - 2, labels[i].y - 2, labels[i].x + 2, labels[i].y + 2};
    for (const Box& other : taken) {
      EXPECT_FALSE(other.Meets(*places[i]));
      EXPECT_FALSE(other.Meets(dot));
    }
    taken.push_back(*places[i]);
    taken.push_back(dot);
  }
  EXPECT_GT(taken.size(), 80U);
  EXPECT_TRUE(places[0]);  // the most important one has its place
}

TEST(Labels, NoMoreThanAskedFor) {
  const std::vector<Label> labels(1, {.x = 100, .y = 100, .width = 50, .height = 10});
  EXPECT_FALSE(PlaceLabels(labels, kFrame, 2, 0)[0]);
  EXPECT_TRUE(PlaceLabels({}, kFrame, 2, 5).empty());
}

TEST(Labels, WordsWithoutRoomAreLeftOut) {
  const std::vector<Label> labels = {{.x = 200, .y = 150, .width = 500, .height = 10},
                                     {.x = 900, .y = 150, .width = 50, .height = 10}};
  const auto places = PlaceLabels(labels, kFrame, 2, 5);
  EXPECT_FALSE(places[0]);
  EXPECT_FALSE(places[1]);
}

// DejaVu Sans 2.37: 0.818 + 4 letters, and so on.
TEST(TextWidth, IsNoLessThanDejaVuSans) {
  EXPECT_GE(TextWidth("queen"), 3.10);
  EXPECT_LE(TextWidth("queen"), 3.6);
  EXPECT_GE(TextWidth("WWW"), 2.967);
  EXPECT_GE(TextWidth("mmm"), 2.92);
  EXPECT_GE(TextWidth("illi"), 1.11);
  EXPECT_GE(TextWidth("苹果"), 2);
  EXPECT_EQ(TextWidth(""), 0);
}

}  // namespace
}  // namespace firth::picture
