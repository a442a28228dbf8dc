#include "encoder/balance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace firth::encoder {
namespace {

TEST(Columns, FollowALayer) {
  const std::vector<float> gain = {2, -1};
  const std::vector<float> shift = {0.5, 3};
  const Columns rows = Normalized(gain.data(), shift.data(), 2);
  EXPECT_EQ(rows.mean, (std::vector<double>{0.5, 3}));
  EXPECT_EQ(rows.deviation, (std::vector<double>{2, 1}));
  const std::vector<float> weight = {1, 0, 1.5, 4};
  const std::vector<float> bias = {0, -1};
  const Columns out = Applied({weight.data(), bias.data(), 2, 2}, rows);
  EXPECT_EQ(out.mean, (std::vector<double>{0.5, 11.75}));
  EXPECT_EQ(out.deviation, (std::vector<double>{2, 5}));
}

TEST(Columns, GeluKeepsWhatIsFarAboveZero) {
  const Columns out = Activated({{100, -100, 0}, {2, 2, 1}});
  EXPECT_NEAR(out.mean[0], 100, 1e-9);
  EXPECT_NEAR(out.deviation[0], 2, 0.2);  // five points end at two deviations
  EXPECT_NEAR(out.mean[1], 0, 1e-9);
  EXPECT_NEAR(out.deviation[1], 0, 1e-9);
  EXPECT_NEAR(out.mean[2], 1 / std::sqrt(4 * std::acos(-1.0)),
              0.03);  // of GELU of a normal variable
}

TEST(BalancingFactors, AreRootsOfInputsOverWeights) {
  const std::vector<float> one = {1, -2, 0.5, 1};
  const std::vector<float> other = {0, 8};
  const std::vector<float> bias = {0, 0};
  const LinearWeights layers[] = {{one.data(), bias.data(), 2, 2},
                                  {other.data(), bias.data(), 1, 2}};
  const auto factors = BalancingFactors({{-1, 2}, {1, 10}}, layers);  // up to 4 and 32; 1 and 8
  EXPECT_FLOAT_EQ(factors[0], 1);
  EXPECT_FLOAT_EQ(factors[1], 1);
  const auto apart = BalancingFactors({{0, 0}, {16, 1}}, {layers, 1});  // up to 48 and 3; 1 and 2
  EXPECT_FLOAT_EQ(apart[0] * apart[1], 1);
  EXPECT_FLOAT_EQ(apart[0] / apart[1], std::sqrt(32.0F));
}

TEST(BalancingFactors, AreNumbersWhateverTheWeightsAre) {
  for (const float odd : {0.0F, std::numeric_limits<float>::quiet_NaN(), HUGE_VALF, 3e38F}) {
    const std::vector<float> weight = {1, odd};
    const LinearWeights layer{weight.data(), weight.data(), 1, 2};
    for (const double mean : {0.0, 1e300, HUGE_VAL, std::nan("")}) {
      for (const float factor : BalancingFactors({{1, mean}, {1, 1}}, {&layer, 1})) {
        EXPECT_TRUE(std::isnormal(factor) && factor > 0);
      }
    }
  }
}

}  // namespace
}  // namespace firth::encoder
