// The whole model, in double: what Train moves each number by is the learning rate times the
// gradient of the loss that Train reports, as finite differences see it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "models/gradient_testing.h"
#include "models/model_testing.h"

namespace firth::models {
namespace {

// Each word is the other's only context: two windows, two steps.
constexpr std::array kSentence = {TokenId{3}, TokenId{8}};

/// Every product of context, combination and objective.
struct Product {
  ContextKind context;
  CbowCombine combine;
  Objective objective;
};

ModelSettings Settings(const Product& product) {
  ModelSettings settings;
  settings.context = product.context;
  settings.cbow_combine = product.combine;
  settings.objective = product.objective;
  settings.dim = 7;
  settings.window = 1;
  settings.window_mode = WindowMode::kFixed;
  settings.negative = 4;
  settings.pad = Pad::kZero;
  settings.cbow_gradient = CbowGradient::kExact;
  return settings;
}

constexpr std::uint64_t kStream = 99;

/// The loss of the sentence at rate 0, where nothing moves.
double Loss(SmallModel<double>& model) {
  base::SplitMix64 random(kStream);
  return model.Make()->Train(kSentence, 0, random).sum;
}

class Gradient : public testing::TestWithParam<Product> {};

TEST_P(Gradient, AgreesWithFiniteDifferences) {
  // At this rate what the second step sees of the first is below what is measured.
  constexpr double kRate = 1e-9;
  SmallModel<double> still(Settings(GetParam()), 12);
  SmallModel<double> moved(Settings(GetParam()), 12);
  base::SplitMix64 random(kStream);
  moved.Make()->Train(kSentence, kRate, random);
  const auto loss = [&] { return Loss(still); };
  const std::size_t touched = ExpectDescent(still.input, moved.input, kRate, loss) +
                              ExpectDescent(still.output, moved.output, kRate, loss);
  EXPECT_GE(touched, 7U * (2 + 3));
}

std::vector<Product> AllProducts() {
  std::vector<Product> products;
  for (const auto objective :
       {Objective::kNegativeSampling, Objective::kHierarchicalSoftmax, Objective::kFullSoftmax}) {
    products.push_back({ContextKind::kSkipgram, CbowCombine::kMean, objective});
    for (const auto combine : {CbowCombine::kMean, CbowCombine::kSum, CbowCombine::kConcat}) {
      products.push_back({ContextKind::kCbow, combine, objective});
    }
  }
  return products;
}

std::string NameOf(const testing::TestParamInfo<Product>& test) {
  static constexpr std::array kCombines = {"mean", "sum", "concat"};
  static constexpr std::array kObjectives = {"negative_sampling", "hierarchical", "softmax"};
  const auto& [context, combine, objective] = test.param;
  const std::string name =
      context == ContextKind::kSkipgram
          ? "skipgram"
          : std::string("cbow_") + kCombines[static_cast<std::size_t>(combine)];
  return name + "_" + kObjectives[static_cast<std::size_t>(objective)];
}

INSTANTIATE_TEST_SUITE_P(Products, Gradient, testing::ValuesIn(AllProducts()), NameOf);

}  // namespace
}  // namespace firth::models
