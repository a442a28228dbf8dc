#include "base/pages.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace firth::base
