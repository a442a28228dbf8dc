#include "corpus/windows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace firth::corpus {
namespace {

TEST(WindowAt, EndsWhereTheSentenceEnds) {
  const Window first = WindowAt(Position{0}, 2, 7);
  EXPECT_EQ(first.begin, Position{0});
  EXPECT_EQ(first.end, Position{3});
  const Window middle = WindowAt(Position{3}, 2, 7);
  EXPECT_EQ(middle.begin, Position{1});
  EXPECT_EQ(middle.end, Position{6});
  EXPECT_EQ(middle.ContextSize(), 4U);
  const Window last = WindowAt(Position{6}, 2, 7);
  EXPECT_EQ(last.begin, Position{4});
  EXPECT_EQ(last.end, Position{7});
}

TEST(WindowAt, ALoneWordHasNoContext) { EXPECT_EQ(WindowAt(Position{0}, 5, 1).ContextSize(), 0U); }

TEST(WindowDrawer, ShrinksEvenly) {
  const WindowDrawer drawer(5, WindowMode::kShrink);
  base::SplitMix64 random(1);
  std::array<int, 6> seen{};
  for (int i = 0; i < 50'000; ++i) {
    ++seen[drawer.Draw(Position{100}, 1000, random).ContextSize() / 2];
  }
  EXPECT_EQ(seen[0], 0);
  for (std::size_t half = 1; half <= 5; ++half) EXPECT_NEAR(seen[half], 10'000, 400);
}

TEST(WindowDrawer, FixedStaysFixed) {
  const WindowDrawer drawer(2, WindowMode::kFixed);
  base::SplitMix64 random(1);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(drawer.Draw(Position{100}, 1000, random).ContextSize(), 4U);
  }
}

}  // namespace
}  // namespace firth::corpus
