// Three steps of each optimiser on a table of 3 x 2 whose middle row has no gradient. The numbers
// are those of PyTorch 2.13 in double.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "nn/nn_testing.h"

namespace firth::nn {
namespace {

using testing::HasSubstr;

const std::vector<double> kWeight = {0.5, -1, 0.25, 2, -0.75, 1.5};

template <class Real>
BasicMatrix<Real> Weight() {
  const std::vector<Real> numbers(kWeight.begin(), kWeight.end());
  return MatrixOf<Real>(3, 2, numbers);
}

template <class Real>
SparseGrad<Real> Gradient(int step) {
  SparseGrad<Real> grad;
  grad.Reset({RowId{0}, RowId{2}}, 2);
  const Real times = static_cast<Real>(step);
  std::ranges::copy(std::vector<Real>{Real(0.1) * times, Real(-0.2) * times},
                    grad.MutableRow(0).begin());
  std::ranges::copy(std::vector<Real>{Real(0.3) * times, Real(0.4) * times},
                    grad.MutableRow(1).begin());
  return grad;
}

template <class Real>
std::vector<Real> AfterThreeSteps(Optimizer<Real>& optimizer, bool sparse) {
  auto weight = Weight<Real>();
  for (int step = 1; step <= 3; ++step) {
    if (sparse) {
      optimizer.Step(weight, Gradient<Real>(step));
    } else {
      optimizer.Step(weight, Dense(Gradient<Real>(step), 3, 2));
    }
  }
  return Numbers(weight);
}

const AdagradSettings kAdagrad = {
    .lr = 0.1, .lr_decay = 0.5, .initial_accumulator_value = 0.2, .eps = 1e-3};
const AdamSettings kAdam = {.lr = 0.1, .beta1 = 0.8, .beta2 = 0.9, .eps = 1e-3};

TEST(Optimizer, Sgd) {
  for (const bool sparse : {true, false}) {
    ExpectNear(AfterThreeSteps(*MakeSgd<double>({.lr = 0.1}), sparse),
               {0.44, -0.88, 0.25, 2, -0.93, 1.26});
  }
}

TEST(Optimizer, Adagrad) {
  for (const bool sparse : {true, false}) {
    const auto adagrad = MakeAdagrad<double>(kAdagrad);
    EXPECT_EQ(adagrad->State("sum"), nullptr);
    ExpectNear(AfterThreeSteps(*adagrad, sparse), {0.42593154089398755, -0.88278826219432871, 0.25,
                                                   2, -0.89236924508508286, 1.3417777167392322});
    ExpectNear(Numbers(*adagrad->State("sum")), {0.34, 0.76, 0.2, 0.2, 1.46, 2.44});
  }
}

TEST(Optimizer, SparseAdam) {
  const auto adam = MakeSparseAdam<double>(kAdam);
  ExpectNear(AfterThreeSteps(*adam, true), {0.21185076504016445, -0.7092531515463546, 0.25, 2,
                                            -1.0416261392626858, 1.207931647618901});
  ExpectNear(Numbers(*adam->State("exp_avg")), {0.1048, -0.2096, 0, 0, 0.3144, 0.4192});
  ExpectNear(Numbers(*adam->State("exp_avg_sq")), {0.01341, 0.05364, 0, 0, 0.12069, 0.21456});
}

TEST(Optimizer, Adam) {
  ExpectNear(
      AfterThreeSteps(*MakeAdam<double>(kAdam), false),
      {0.20861618679708957, -0.70760926904064858, 0.25, 2, -1.0427280888139783, 1.207102907993844});
}

TEST(Optimizer, FloatOnEveryTarget) {
  for (const CpuTarget target : AvailableCpuTargets()) {
    const Execution execution{.threads = 2, .target = target};
    ExpectNear(AfterThreeSteps(*MakeAdagrad<float>(kAdagrad, execution), true),
               {0.42593154, -0.88278826, 0.25, 2.0, -0.89236925, 1.3417777}, 1e-6);
    ExpectNear(AfterThreeSteps(*MakeSparseAdam<float>(kAdam, execution), true),
               {0.21185077, -0.70925315, 0.25, 2.0, -1.0416261, 1.2079316}, 1e-6);
  }
}

TEST(Optimizer, RefusesWhatDoesNotFit) {
  auto weight = Weight<double>();
  const auto sgd = MakeSgd<double>();
  SparseGrad<double> grad;
  grad.Reset({RowId{3}}, 2);
  EXPECT_THAT(ErrorOf([&] { sgd->Step(weight, grad); }), HasSubstr("does not fit"));
  EXPECT_THAT(ErrorOf([&] { sgd->Step(weight, std::vector<double>(5)); }), HasSubstr("5 numbers"));
  const BasicMatrix<double> apart(3, 2, RowLayout::kPadded);
  EXPECT_THAT(ErrorOf([&] { sgd->Step(weight, apart); }), HasSubstr("without gaps"));
  auto shared = weight.Share();
  EXPECT_THAT(ErrorOf([&] { sgd->Step(shared, Gradient<double>(1)); }), HasSubstr("read-only"));
  const auto adagrad = MakeAdagrad<double>();
  adagrad->Step(weight, Gradient<double>(1));
  BasicMatrix<double> other(5, 2);
  EXPECT_THAT(ErrorOf([&] { adagrad->Step(other, Gradient<double>(1)); }), HasSubstr("3 x 2"));
  EXPECT_THAT(ErrorOf([&] { MakeAdam<double>()->Step(weight, Gradient<double>(1)); }),
              HasSubstr("take SparseAdam"));
  EXPECT_THAT(ErrorOf([&] { MakeSparseAdam<double>()->Step(weight, std::vector<double>(6)); }),
              HasSubstr("take Adam"));
  EXPECT_THAT(ErrorOf([] { MakeSgd<double>({.lr = -1}); }), HasSubstr("lr is -1"));
  EXPECT_THAT(ErrorOf([] { MakeAdam<double>({.beta1 = 1}); }), HasSubstr("beta1 is 1"));
}

}  // namespace
}  // namespace firth::nn
