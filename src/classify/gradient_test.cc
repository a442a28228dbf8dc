// A line's step in double: what it moves each number by is the learning rate times the gradient of
// the loss that it reports, as finite differences see it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "classify/line_model.h"
#include "matrix/initialize.h"
#include "models/gradient_testing.h"

namespace firth::classify {
namespace {

constexpr std::array kLine = {1U, 3U, 3U, 4U};  // features; one stands twice
constexpr std::array kLabels = {TokenId{2}, TokenId{4}};

class SmallClassifier {
 public:
  explicit SmallClassifier(ClassifierLoss loss) : input(6, 7), output(6, 7) {
    matrix::FillUniform(input, 0.5, 1);
    matrix::FillUniform(output, 0.5, 2);
    for (std::uint64_t i = 0; i < 6; ++i) labels_.Add("l" + std::to_string(i), Count{9 - i});
    sampler_.emplace(labels_, 0.5);
    tree_.emplace(labels_);
    ClassifierSettings settings;
    settings.loss = loss;
    settings.negative = 3;
    const auto& kernels = kernels::KernelsFor<double>(CpuTarget::kBest);
    model_ = MakeLineModel<double>(
        settings, {matrix::SharedRows<double>(output), 6, &*sampler_, &*tree_, kernels});
  }

  double Train(double rate) {
    std::vector<double*> rows;
    for (const std::uint32_t row : kLine) rows.push_back(input.MutableRowData(RowId{row}));
    base::SplitMix64 random(7);
    return model_->Train({rows.data(), rows.size(), input.stride(), 1}, kLabels, rate, random);
  }

 private:
  Vocabulary labels_;
  std::optional<models::NegativeSampler> sampler_;
  std::optional<LabelTree> tree_;
  std::unique_ptr<LineModel<double>> model_;

 public:
  BasicMatrix<double> input;
  BasicMatrix<double> output;
};

class LineGradient : public testing::TestWithParam<ClassifierLoss> {};

TEST_P(LineGradient, AgreesWithFiniteDifferences) {
  constexpr double kRate = 1e-9;
  SmallClassifier still(GetParam());
  SmallClassifier moved(GetParam());
  moved.Train(kRate);
  const auto loss = [&] { return still.Train(0); };
  const std::size_t touched = models::ExpectDescent(still.input, moved.input, kRate, loss) +
                              models::ExpectDescent(still.output, moved.output, kRate, loss);
  EXPECT_GE(touched, 7U * (3 + 2));
}

INSTANTIATE_TEST_SUITE_P(
    Losses, LineGradient,
    testing::Values(ClassifierLoss::kSoftmax, ClassifierLoss::kHierarchicalSoftmax,
                    ClassifierLoss::kNegativeSampling, ClassifierLoss::kOneVsAll),
    [](const auto& test) { return std::string(ClassifierLossName(test.param)); });

}  // namespace
}  // namespace firth::classify
