#include "numeric/nearest.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace firth::numeric {
namespace {

std::vector<float> Numbers(std::size_t count, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<float> numbers(count);
  for (float& x : numbers) x = random.UnitFloat() - 0.5F;
  return numbers;
}

double Square(const float* a, const float* b, std::size_t columns) {
  double sum = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    sum += (double{a[c]} - double{b[c]}) * (double{a[c]} - double{b[c]});
  }
  return sum;
}

TEST(NearestCenter, IsTheNearestOfAll) {
  for (const std::size_t columns : {1U, 2U, 3U, 7U}) {
    for (const std::size_t centers : {1U, 5U, 8U, 9U, 256U}) {
      const auto numbers = Numbers(centers * columns, centers);
      const NearestCenter nearest({numbers.data(), centers, columns, columns});
      const auto points = Numbers(50 * columns, 3);
      for (std::size_t p = 0; p < 50; ++p) {
        const float* const point = &points[p * columns];
        const auto found = nearest.Of(point);
        ASSERT_LT(found.center, centers);
        EXPECT_NEAR(found.square, Square(point, &numbers[found.center * columns], columns), 1e-6);
        for (std::size_t i = 0; i < centers; ++i) {
          EXPECT_LE(found.square, Square(point, &numbers[i * columns], columns) + 1e-6);
        }
      }
    }
  }
}

TEST(NearestCenter, OfEqualsTheFirst) {
  const std::vector<float> numbers(20, 1.0F);
  const float point[] = {2, 2};
  EXPECT_EQ(NearestCenter({numbers.data(), 10, 2, 2}).Of(point).center, 0U);
  const std::vector<float> ends = {9, 1, 9, 9, 9, 9, 9, 9, 1};
  EXPECT_EQ(NearestCenter({ends.data(), 9, 1, 1}).Of(point).center, 1U);
}

}  // namespace
}  // namespace firth::numeric
