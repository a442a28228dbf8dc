#include "kernels/picked.h"

#include <gtest/gtest.h>

#include <bit>
#include <type_traits>
#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

class PickedOnTarget : public testing::TestWithParam<CpuTarget> {};

constexpr std::size_t kMostColumns = 70;
/// Some twice, none in order, more than go together.
const std::vector<std::uint32_t> kPicked = {8, 0, 3, 3, 7, 1, 0, 5, 2};

/// Numbers of any bits, but for reals, which are small.
template <class Number>
std::vector<Number> RandomNumbers(std::size_t count, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<Number> numbers(count);
  for (Number& number : numbers) {
    if constexpr (std::is_floating_point_v<Number>) {
      number = random.UnitFloat() - 0.5F;
    } else {
      number = static_cast<Number>(random());
    }
  }
  return numbers;
}

/// `kernel` on the target, and on the plain reference, for every number of columns and rows.
template <class Query, class Row, class Out, class Kernel, class Check>
void Compare(CpuTarget target, const Kernel& kernel, const std::vector<Row>& rows,
             const Check& check) {
  const std::vector<Query> query = RandomNumbers<Query>(kMostColumns + 1, 2);
  for (std::size_t columns = 1; columns <= kMostColumns; ++columns) {
    for (std::size_t count = 0; count <= kPicked.size(); ++count) {
      std::vector<Out> got(count);
      std::vector<Out> expected(count);
      PickedRows<Query, Row, Out> plan{query.data() + 1, rows.data() + 1, columns + 1, columns,
                                       kPicked.data(),   count,           got.data()};
      (KernelsFor<float>(target).*kernel)(plan);
      plan.out = expected.data();
      (KernelsFor<float>(CpuTarget::kScalar).*kernel)(plan);
      for (std::size_t i = 0; i < count; ++i) check(got[i], expected[i]);
    }
  }
}

constexpr std::size_t kNumbers = 9 * (kMostColumns + 1) + 1;

TEST_P(PickedOnTarget, Reals) {
  Compare<float, float, float>(GetParam(), &Kernels<float>::dot_picked,
                               RandomNumbers<float>(kNumbers, 1),
                               [](float a, float b) { ASSERT_NEAR(a, b, 1e-5); });
}

TEST_P(PickedOnTarget, Bfloats) {
  std::vector<std::uint16_t> bfloats;
  for (const float number : RandomNumbers<float>(kNumbers, 1)) {
    bfloats.push_back(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(number) >> 16U));
  }
  Compare<float, std::uint16_t, float>(GetParam(), &Kernels<float>::dot_picked_bfloats, bfloats,
                                       [](float a, float b) { ASSERT_NEAR(a, b, 1e-5); });
}

TEST_P(PickedOnTarget, Int8s) {
  Compare<std::int8_t, std::int8_t, std::int32_t>(
      GetParam(), &Kernels<float>::dot_picked_int8s, RandomNumbers<std::int8_t>(kNumbers, 1),
      [](std::int32_t a, std::int32_t b) { ASSERT_EQ(a, b); });
}

TEST_P(PickedOnTarget, TheLargestInt8sFit) {
  const std::vector<std::int8_t> least(65'536, -128);
  const std::uint32_t zero = 0;
  std::int32_t dot = 0;
  KernelsFor<float>(GetParam())
      .dot_picked_int8s({least.data(), least.data(), 0, least.size(), &zero, 1, &dot});
  EXPECT_EQ(dot, 1 << 30);
}

TEST_P(PickedOnTarget, Bits) {
  Compare<std::uint64_t, std::uint64_t, std::uint32_t>(
      GetParam(), &Kernels<float>::count_differing_bits, RandomNumbers<std::uint64_t>(kNumbers, 1),
      [](std::uint32_t a, std::uint32_t b) { ASSERT_EQ(a, b); });
}

TEST(Picked, TheReferenceCounts) {
  const auto& kernels = KernelsFor<float>(CpuTarget::kScalar);
  const std::uint64_t query[] = {0b1010, ~std::uint64_t{0}};
  const std::uint64_t rows[] = {0b0110, 0, 0b1010, ~std::uint64_t{0}};
  const std::uint32_t picked[] = {1, 0};
  std::uint32_t bits[2];
  kernels.count_differing_bits({query, rows, 2, 2, picked, 2, bits});
  EXPECT_EQ(bits[0], 0U);
  EXPECT_EQ(bits[1], 66U);
}

INSTANTIATE_TEST_SUITE_P(Targets, PickedOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
