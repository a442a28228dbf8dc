// OneHot, Linear and the losses. What PyTorch 2.13 computes stands here as numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "nn/nn_testing.h"

namespace firth::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The product of a batch with a matrix, as one writes it down.
std::vector<float> Product(const std::vector<float>& batch, const Matrix& matrix) {
  const std::size_t rows = batch.size() / matrix.rows();
  std::vector<float> out(rows * matrix.columns());
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::uint32_t k = 0; k < matrix.rows(); ++k) {
      for (std::size_t c = 0; c < matrix.columns(); ++c) {
        out[i * matrix.columns() + c] += batch[i * matrix.rows() + k] * matrix.Row(RowId{k})[c];
      }
    }
  }
  return out;
}

TEST(OneHot, ItsProductWithAMatrixIsTheLookup) {
  const auto ids = RandomIds(20, 7, 1);
  Embedding<float> table(7, 5);
  std::vector<float> one_hot(20 * 7, 9);
  OneHot<float>(7).Forward(ids, one_hot);
  EXPECT_EQ(std::ranges::count(one_hot, 1.0F), 20);
  EXPECT_EQ(std::ranges::count(one_hot, 0.0F), 120);
  EXPECT_EQ(Product(one_hot, table.weight()), Numbers(table.Forward(ids)));
}

TEST(OneHot, ItsGradientIsTheLookups) {
  const std::vector<std::int32_t> ids = {2, 0, 2};
  std::vector<double> one_hot(9);
  OneHot<double>(3).Forward(ids, one_hot);
  const auto of_output = RandomNumbers<double>(12, 1);
  const Linear<double> product(3, 4, /*bias=*/false);  // y = x W^T, W^T being the table
  LinearGrad<double> dense;
  product.Backward(one_hot, of_output, dense);
  SparseGrad<double> sparse;
  Embedding<double>(3, 4).Backward(ids, of_output, sparse);
  const auto table = Dense(sparse, 3, 4);
  for (std::uint32_t o = 0; o < 4; ++o) {
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(dense.weight.Row(RowId{o})[i], table[i * 4 + o], 1e-15);
    }
  }
}

TEST(OneHot, AnIdOutsideIsNamed) {
  std::vector<float> out(3);
  EXPECT_THAT(ErrorOf([&] { OneHot<float>(3).Forward(std::vector<std::int32_t>{3}, out); }),
              HasSubstr("column id 3 at place 0 is out of range: ids are 0 to 2"));
}

TEST(Linear, IsAProductAndABias) {
  Linear<float> layer(2, 3);
  std::ranges::copy(std::vector<float>{1, 2, 3, 4, 5, 6}, layer.weight().MutableRowData(RowId{0}));
  std::ranges::copy(std::vector<float>{10, 20, 30}, layer.bias().MutableRowData(RowId{0}));
  std::vector<float> y(6);
  layer.Forward(std::vector<float>{1, 1, 0, -1}, y);
  EXPECT_THAT(y, ElementsAre(13, 27, 41, 8, 16, 24));
  EXPECT_THAT(ErrorOf([&] { layer.Forward(std::vector<float>(3), y); }), HasSubstr("x has 3"));
  EXPECT_THAT(ErrorOf([] { Linear<float>(3, 0); }), HasSubstr("at least 1"));
}

TEST(Linear, StartsWithinItsRange) {
  const Linear<float> layer(16, 200);
  for (const float x : Numbers(layer.weight())) ASSERT_LE(std::abs(x), 0.25F);
  EXPECT_EQ(Linear<float>(2, 3, /*bias=*/false).bias().rows(), 0);
}

TEST(Linear, GradientsAgreeWithFiniteDifferences) {
  for (const bool bias : {true, false}) {
    Linear<double> layer(3, 4, bias);
    std::vector<double> x = RandomNumbers<double>(15, 1);
    const auto of_output = RandomNumbers<double>(20, 2);
    const auto loss = [&] {
      std::vector<double> y(20);
      layer.Forward(x, y);
      return Weighted(y, of_output);
    };
    LinearGrad<double> grad;
    std::vector<double> of_x(15);
    layer.Backward(x, of_output, grad, of_x);
    ExpectMatrixGradient(layer.weight(), Numbers(grad.weight), loss);
    ExpectMatrixGradient(layer.bias(), grad.bias, loss);
    ExpectGradient(x, of_x, loss);
  }
}

TEST(Linear, SameForAnyNumberOfThreads) {
  const auto x = RandomNumbers<float>(3000 * 40, 1);
  const auto of_output = RandomNumbers<float>(3000 * 30, 2);
  std::vector<std::vector<float>> all;
  for (const unsigned threads : {1U, 3U}) {
    const Linear<float> layer(40, 30, true, 1, {.threads = threads});
    std::vector<float> y(of_output.size());
    layer.Forward(x, y);
    LinearGrad<float> grad;
    std::vector<float> of_x(x.size());
    layer.Backward(x, of_output, grad, of_x);
    const auto of_weight = Numbers(grad.weight);
    y.insert(y.end(), of_x.begin(), of_x.end());
    y.insert(y.end(), of_weight.begin(), of_weight.end());
    all.push_back(y);
  }
  EXPECT_EQ(all[1], all[0]);
}

const std::vector<double> kScores = {0.5, -1, 2, 3, 0, -0.5};
const std::vector<double> kLabels = {0, 1, 0.25, 1, 0, 1};

TEST(Losses, AsPyTorch) {
  std::vector<double> grad(6);
  EXPECT_NEAR(SoftmaxLoss<double>(kScores, std::vector<std::int64_t>{2, 1}, grad),
              1.6591289705995416, 1e-14);
  ExpectNear(grad, {0.087645196070018347, 0.019556286635343725, -0.10720148270536206,
                    0.46296962810084896, -0.47695009947349848, 0.013980471372649537});
  EXPECT_NEAR(SigmoidLoss<double>(kScores, kLabels, grad), 0.93834636650918257, 1e-14);
  ExpectNear(grad, {0.10374322186697577, -0.12184309643833414, 0.10513284632964705,
                    -0.0079043121962611065, 0.083333333333333329, -0.10374322186697577});
  EXPECT_EQ(SquaredLoss<double>(kScores, kLabels, grad, Reduction::kSum), 13.5625);
  EXPECT_THAT(grad, ElementsAre(1, -4, 3.5, 4, 0, -3));
}

TEST(Losses, GradientsAgreeWithFiniteDifferences) {
  std::vector<double> scores = kScores;
  std::vector<double> grad(6);
  const std::vector<std::int32_t> targets = {0, 2};
  for (const Reduction reduction : {Reduction::kMean, Reduction::kSum}) {
    const auto check = [&](const auto& loss) {
      loss(std::span<double>(grad));
      ExpectGradient(scores, grad, [&] { return loss(std::span<double>()); });
    };
    check([&](std::span<double> g) { return SoftmaxLoss<double>(scores, targets, g, reduction); });
    check([&](std::span<double> g) { return SigmoidLoss<double>(scores, kLabels, g, reduction); });
    check([&](std::span<double> g) { return SquaredLoss<double>(scores, kLabels, g, reduction); });
  }
}

TEST(Losses, StayFiniteForHugeScores) {
  const std::vector<float> scores = {1e30F, -1e30F};
  std::vector<float> grad(2);
  EXPECT_TRUE(std::isfinite(SigmoidLoss<float>(scores, std::vector<float>{0, 1}, grad)));
  EXPECT_THAT(grad, ElementsAre(0.5F, -0.5F));
  EXPECT_TRUE(std::isfinite(SoftmaxLoss<float>(scores, std::vector<std::int32_t>{1}, grad)));
  EXPECT_EQ(Sigmoid(-1000.0F), 0.0F);
}

TEST(Losses, ATargetOutsideIsNamed) {
  EXPECT_THAT(ErrorOf([&] {
                SoftmaxLoss<double>(kScores, std::vector<std::int64_t>{0, 3}, {});
              }),
              HasSubstr("class id 3 at place 1 is out of range: ids are 0 to 2"));
}

TEST(Relu, KeepsWhatIsAboveZeroAndShowsNan) {
  std::vector<float> x = {-1, 0, 2, std::numeric_limits<float>::quiet_NaN()};
  Relu<float>(x);
  EXPECT_EQ(x[0], 0);
  EXPECT_TRUE(std::isnan(x[3]));
  std::vector<float> grad = {5, 6, 7, 8};
  ReluBackward<float>(x, grad);
  EXPECT_THAT(grad, ElementsAre(0, 0, 7, 8));
}

}  // namespace
}  // namespace firth::nn
