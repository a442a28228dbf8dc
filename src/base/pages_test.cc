#include "base/pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

namespace firth::base {
namespace {

TEST(Pages, AreZeroAndMove) {
  Pages pages(std::size_t{5} << 20);
  auto numbers = pages.As<std::uint32_t>();
  ASSERT_EQ(numbers.size(), (std::size_t{5} << 20) / 4);
  EXPECT_EQ(numbers.front(), 0U);
  EXPECT_EQ(numbers.back(), 0U);
  numbers.back() = 7;
  const Pages moved = std::move(pages);
  EXPECT_EQ(moved.As<std::uint32_t>().back(), 7U);
  EXPECT_EQ(pages.size(), 0U);  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_TRUE(Pages().As<char>().empty());
}

TEST(Pages, AreZeroWhereTheyWereGivenBack) {
  constexpr std::size_t kPiece = std::size_t{64} << 10;
  Pages pages(3 * kPiece);
  const auto bytes = pages.As<char>();
  std::ranges::fill(bytes, 'x');
  pages.GiveBack(kPiece, kPiece);
  EXPECT_EQ(std::ranges::count(bytes, '\0'), kPiece);
  EXPECT_EQ(bytes[kPiece - 1], 'x');
  EXPECT_EQ(bytes[kPiece], '\0');
  EXPECT_EQ(bytes[2 * kPiece], 'x');
}

TEST(WholePages, LieWithin) {
  Pages memory(std::size_t{64} << 10);
  const auto bytes = memory.As<std::byte>();
  EXPECT_EQ(WholePages(bytes.data(), bytes.size()).size(), bytes.size());
  const auto inner = WholePages(bytes.data() + 1, bytes.size() - 2);
  EXPECT_GT(inner.data(), bytes.data() + 1);
  EXPECT_LT(inner.data() + inner.size(), bytes.data() + bytes.size() - 1);
  EXPECT_FALSE(inner.empty());
  EXPECT_TRUE(WholePages(bytes.data() + 1, 7).empty());
}

}  // namespace
}  // namespace firth::base
