#include "cooccurrence/row_sums.h"

#include <gtest/gtest.h>

#include <map>

#include "base/random.h"

namespace firth::cooccurrence {
namespace {

template <class Sum>
void ExpectSumsInOrder(std::size_t words) {
  RowSums sums(words);
  base::SplitMix64 random(words);
  for (const int additions : {0, 1, 10, 1000, 3}) {
    std::map<std::uint32_t, std::uint64_t> expected;
    RowSums::Adder<Sum> adder(sums);
    for (int i = 0; i < additions; ++i) {
      const std::uint32_t column = random.Below(static_cast<std::uint32_t>(words));
      const Sum amount = random.Below(1000) + 1;
      adder.Add(column, amount);
      expected[column] += amount;
    }
    RowBlock out;
    sums.TakeRow<Sum>(out);
    ASSERT_EQ(out.rows(), 1U);
    ASSERT_EQ(out.columns.size(), expected.size());
    std::size_t at = 0;
    for (const auto& [column, sum] : expected) {
      EXPECT_EQ(out.columns[at], column);
      EXPECT_EQ(out.sums[at++], sum);
    }
  }
}

TEST(RowSums, ComeOutInOrderOfColumnsAndLeaveNothing) {
  for (const std::size_t words : {1U, 63U, 64U, 65U, 4096U, 4097U, 100'000U}) {
    ExpectSumsInOrder<std::uint32_t>(words);
    ExpectSumsInOrder<std::uint64_t>(words);
  }
}

TEST(RowSums, RowsFollowEachOther) {
  RowSums sums(10);
  RowBlock out;
  RowSums::Adder<std::uint32_t>(sums).Add(3, 4000);
  sums.TakeRow<std::uint32_t>(out);
  sums.TakeRow<std::uint32_t>(out);
  RowSums::Adder<std::uint64_t>(sums).Add(9, std::uint64_t{1} << 40);
  sums.TakeRow<std::uint64_t>(out);
  EXPECT_EQ(out.ends, (std::vector<std::size_t>{1, 1, 2}));
  EXPECT_EQ(out.columns, (std::vector<std::uint32_t>{3, 9}));
  EXPECT_EQ(out.sums, (std::vector<std::uint64_t>{4000, std::uint64_t{1} << 40}));
}

}  // namespace
}  // namespace firth::cooccurrence
