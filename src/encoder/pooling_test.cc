#include "encoder/pooling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

using testing::ElementsAre;
using testing::FloatEq;

/// Three rows of two columns.
const std::vector<float> kRows = {1, -4, 3, 2, 8, 5};

std::vector<float> Pooled(Pooling pooling) {
  std::vector<float> out(2);
  Pool(kRows.data(), 3, pooling, out);
  return out;
}

TEST(Pool, EachWay) {
  EXPECT_THAT(Pooled(Pooling::kMean), ElementsAre(4, 1));
  EXPECT_THAT(Pooled(Pooling::kCls), ElementsAre(1, -4));
  EXPECT_THAT(Pooled(Pooling::kLast), ElementsAre(8, 5));
  EXPECT_THAT(Pooled(Pooling::kMax), ElementsAre(8, 5));
  EXPECT_THAT(Pooled(Pooling::kMeanSqrtLength),
              ElementsAre(FloatEq(12 / std::sqrt(3.0F)), FloatEq(3 / std::sqrt(3.0F))));
  EXPECT_THAT(Pooled(Pooling::kWeightedMean), ElementsAre(FloatEq(31.0F / 6), FloatEq(2.5F)));
}

TEST(Pool, NamesAndBack) {
  for (const Pooling pooling : {Pooling::kMean, Pooling::kCls, Pooling::kMax,
                                Pooling::kMeanSqrtLength, Pooling::kWeightedMean, Pooling::kLast}) {
    EXPECT_EQ(PoolingNamed(PoolingName(pooling)), pooling);
  }
  EXPECT_THAT(base::MessageOfError([&] { PoolingNamed("middle"); }),
              testing::HasSubstr("pooling: middle is none of"));
  EXPECT_THAT(base::MessageOfError([&] { PrecisionNamed("float16"); }),
              testing::HasSubstr("precision: float16 is not one of float32, bf16 and int8"));
}

TEST(Normalize, LengthOneUnlessThereIsNone) {
  std::vector<float> vector = {3, 4};
  Normalize(vector);
  EXPECT_THAT(vector, ElementsAre(FloatEq(0.6F), FloatEq(0.8F)));
  vector = {0, 0};
  Normalize(vector);
  EXPECT_THAT(vector, ElementsAre(0, 0));
}

}  // namespace
}  // namespace firth::encoder
