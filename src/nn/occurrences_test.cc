#include "nn/occurrences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/random.h"

namespace firth::nn {
namespace {

TEST(Occurrences, OfNothing) {
  const Occurrences found = GroupByRow({});
  EXPECT_TRUE(found.rows.empty());
  EXPECT_THAT(found.starts, testing::ElementsAre(0));
}

TEST(Occurrences, RowsAscendAndPlacesKeepTheirOrder) {
  base::SplitMix64 random(1);
  // Few, for the comparison sort; many, with rows of one, two and three digits of the radix sort.
  for (const std::size_t count : {10U, 5000U}) {
    for (const std::uint32_t limit : {3U, 5000U, 4'000'000'000U}) {
      std::map<std::uint32_t, std::vector<std::uint32_t>> wanted;
      std::vector<RowAtPlace> used;
      for (std::uint32_t place = 0; place < count; ++place) {
        const std::uint32_t row = random.Below(limit);
        used.push_back(AtPlace(row, place));
        wanted[row].push_back(place);
      }
      const Occurrences found = GroupByRow(used);
      ASSERT_EQ(found.rows.size(), wanted.size());
      std::size_t i = 0;
      for (const auto& [row, places] : wanted) {
        ASSERT_EQ(found.rows[i], RowId{row});
        ASSERT_THAT(found.PlacesOf(i++), testing::ElementsAreArray(places));
      }
    }
  }
}

}  // namespace
}  // namespace firth::nn
