#include "learn/predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "firth/learn.h"
#include "firth/train.h"
#include "learn/steps.h"
#include "models/model_testing.h"

namespace firth::learn {
namespace {

/// CBOW as the study note has it, by how it combines and what it learns.
struct Kind {
  CbowCombine combine;
  Objective objective;
  const char* name;
};

class NotesSentence : public testing::TestWithParam<Kind> {};

TEST_P(NotesSentence, RightWordFirstInAllSevenWindows) {
  TrainSettings note;
  ApplyCompat(note, "note");
  note.model.context = ContextKind::kCbow;
  note.model.dim = 10;
  note.model.cbow_combine = GetParam().combine;
  note.model.objective = GetParam().objective;
  const NumberedText text = NumberWords(std::vector{kLessonSentence}, note.tokenizer);
  models::SmallModel<double> model(note.model, text.vocabulary.size());
  const auto trainer = model.Make();
  base::SplitMix64 random(1);
  for (int pass = 0; pass < 3000; ++pass) trainer->Train(text.ids, 0.3, random);
  Predictor predictor(note.model, model.input, model.output);
  for (const WindowRow& window : MakeWindows(text.ids, 2)) {
    const auto scores = predictor.Scores(window.inputs);
    EXPECT_EQ(std::ranges::max_element(scores) - scores.begin(),
              static_cast<std::ptrdiff_t>(Index(window.output)));
  }
}

constexpr Kind kKinds[] = {
    {CbowCombine::kMean, Objective::kFullSoftmax, "mean_softmax"},
    {CbowCombine::kSum, Objective::kFullSoftmax, "sum_softmax"},
    {CbowCombine::kConcat, Objective::kFullSoftmax, "concat_softmax"},
    {CbowCombine::kConcat, Objective::kNegativeSampling, "concat_negative_sampling"},
};
INSTANTIATE_TEST_SUITE_P(Kinds, NotesSentence, testing::ValuesIn(kKinds),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Predictor, AgreesWithTheLossOfTraining) {
  for (const CbowCombine combine : {CbowCombine::kMean, CbowCombine::kSum, CbowCombine::kConcat}) {
    for (const Pad pad : {Pad::kSkip, Pad::kZero}) {
      ModelSettings settings;
      settings.context = ContextKind::kCbow;
      settings.cbow_combine = combine;
      settings.objective = Objective::kFullSoftmax;
      settings.window = 2;
      settings.window_mode = WindowMode::kFixed;
      settings.dim = 5;
      settings.pad = pad;
      models::SmallModel<double> model(settings, 6);
      const std::vector<TokenId> tokens = {TokenId{3}, TokenId{0}, TokenId{5}, TokenId{1}};
      base::SplitMix64 random(1);
      const double loss = model.Make()->Train(tokens, 0, random).sum;
      Predictor predictor(settings, model.input, model.output);
      double expected = 0;
      for (const WindowRow& window : MakeWindows(tokens, 2)) {
        expected -= std::log(predictor.Softmax(window.inputs)[Index(window.output)]);
      }
      EXPECT_NEAR(loss, expected, 1e-10);
    }
  }
}

}  // namespace
}  // namespace firth::learn
