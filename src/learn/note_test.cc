// The study note's worked examples, sections 2 to 5, table by table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "firth/learn.h"

namespace firth {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Gt;
using testing::Lt;

using Row = std::vector<std::string>;

const Lesson& NotesLesson() {
  static const Lesson lesson = MakeLesson("I eat a big apple every day.");
  return lesson;
}

std::string Word(const Lesson& lesson, TokenId id) {
  return std::string(lesson.vocabulary.Word(id));
}

std::vector<Row> WindowTable(const Lesson& lesson) {
  std::vector<Row> rows;
  for (const WindowRow& window : lesson.windows) {
    Row& row = rows.emplace_back();
    for (const auto& input : window.inputs) row.push_back(input ? Word(lesson, *input) : "-");
    row.push_back(Word(lesson, window.output));
  }
  return rows;
}

TEST(Note, Section2OneHot) {
  const Lesson lesson = MakeLesson("I love eating apple");
  const OneHotStep& step = lesson.one_hot;
  ASSERT_EQ(step.vectors.size(), 4U);
  EXPECT_THAT(*step.vectors.Find("I"), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(*step.vectors.Find("love"), ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(*step.vectors.Find("eating"), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(*step.vectors.Find("apple"), ElementsAre(0, 0, 0, 1));
  EXPECT_EQ(step.zeros, 1 - 1.0 / 4);
  EXPECT_EQ(step.cosine, 0);
}

TEST(Note, Section3LikeWordsLieClose) {
  const MeaningStep& step = NotesLesson().meaning;
  for (const MeaningPair& pair : step.alike) EXPECT_GT(pair.cosine, 0.7) << pair.a << " " << pair.b;
  for (const MeaningPair& pair : step.unlike) {
    EXPECT_LT(pair.cosine, 0.3) << pair.a << " " << pair.b;
  }
  EXPECT_GT(step.offsets, 0.7);
}

TEST(Note, Section4DataSet) {
  EXPECT_EQ(NotesLesson().window, 2U);
  EXPECT_THAT(
      WindowTable(NotesLesson()),
      ElementsAre(Row{"-", "-", "eat", "a", "I"}, Row{"-", "I", "a", "big", "eat"},
                  Row{"I", "eat", "big", "apple", "a"}, Row{"eat", "a", "apple", "every", "big"},
                  Row{"a", "big", "every", "day", "apple"},
                  Row{"big", "apple", "day", "-", "every"},
                  Row{"apple", "every", "-", "-", "day"}));
}

TEST(Note, Section4VocabularySizeCountsDifferentWords) {
  EXPECT_EQ(NotesLesson().vocabulary.size(), 7U);
  EXPECT_LE(2 * NotesLesson().window, NotesLesson().vocabulary.size() - 1);
}

TEST(Note, Section4Labels) {
  const GradientStep& step = *NotesLesson().step;
  EXPECT_EQ(Word(NotesLesson(), step.wanted), "apple");
  std::vector<std::pair<std::string, bool>> labels;
  for (const Candidate& candidate : step.candidates) {
    labels.emplace_back(Word(NotesLesson(), candidate.word), candidate.target);
  }
  using Label = std::pair<std::string, bool>;
  EXPECT_THAT(labels, ElementsAre(Label("a", true), Label("big", true), Label("every", true),
                                  Label("day", true), Label("I", false), Label("eat", false)));
}

TEST(Note, Section4MatricesStartRandomAndDifferent) {
  const GradientStep& step = *NotesLesson().step;
  ASSERT_EQ(step.row.size(), 5U);
  for (const Candidate& candidate : step.candidates) {
    EXPECT_NE(candidate.row, step.row);
    EXPECT_THAT(candidate.row, testing::Each(AllOf(Gt(-0.1), Lt(0.1))));
    EXPECT_NE(candidate.row, std::vector<double>(5, 0.0));
  }
}

TEST(Note, Section4OneStepUpdatesBothMatrices) {
  const GradientStep& step = *NotesLesson().step;
  std::vector<double> expected = step.row;
  double loss = 0;
  for (const Candidate& candidate : step.candidates) {
    double score = 0;
    for (std::size_t c = 0; c < 5; ++c) score += step.row[c] * candidate.row[c];
    EXPECT_NEAR(candidate.score, score, 1e-12);
    EXPECT_NEAR(candidate.probability, 1 / (1 + std::exp(-score)), 1e-12);
    EXPECT_NEAR(candidate.error, (candidate.target ? 1 : 0) - candidate.probability, 1e-12);
    loss -= std::log(candidate.target ? candidate.probability : 1 - candidate.probability);
    for (std::size_t c = 0; c < 5; ++c) {
      const double by = step.rate * candidate.error;
      expected[c] += by * candidate.row[c];
      EXPECT_NEAR(candidate.row_after[c], candidate.row[c] + by * step.row[c], 1e-12);
    }
    if (candidate.target) {
      EXPECT_GT(candidate.probability_after, candidate.probability);
    }
  }
  for (std::size_t c = 0; c < 5; ++c) EXPECT_NEAR(step.row_after[c], expected[c], 1e-12);
  EXPECT_NEAR(step.loss, loss, 1e-12);
  EXPECT_LT(step.loss_after, step.loss);
}

TEST(Note, Section4TheBlankIsFilledFromItsWindow) {
  const Lesson& lesson = NotesLesson();
  const BlankStep& step = *lesson.blank;
  EXPECT_EQ(WindowTable(lesson)[step.window], (Row{"a", "big", "every", "day", "apple"}));
  ASSERT_EQ(step.embedding.size(), 7U);
  ASSERT_EQ(step.context.size(), 7U);
  EXPECT_NE(step.embedding, step.context);
  for (std::size_t c = 0; c < 5; ++c) {
    double sum = 0;
    for (const auto& word : lesson.windows[step.window].inputs) {
      sum += step.embedding[Index(*word)][c];
    }
    EXPECT_NEAR(step.mean[c], sum / 4, 1e-12);
  }
  double loss = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    const BlankCandidate& candidate = step.candidates[i];
    double score = 0;
    for (std::size_t c = 0; c < 5; ++c) score += step.mean[c] * step.context[i][c];
    EXPECT_NEAR(candidate.score, score, 1e-12);
    EXPECT_NEAR(candidate.probability, 1 / (1 + std::exp(-score)), 1e-12);
    const bool right = Word(lesson, TokenId{static_cast<std::uint32_t>(i)}) == "apple";
    EXPECT_NEAR(candidate.gradient, candidate.probability - (right ? 1 : 0), 1e-12);
    loss += candidate.loss;
  }
  EXPECT_NEAR(step.loss, loss, 1e-12);
  EXPECT_LT(step.loss_after, step.loss);
}

TEST(Note, Section4BothMatricesMoveAgainstTheirGradients) {
  const Lesson& lesson = NotesLesson();
  const BlankStep& step = *lesson.blank;
  for (std::size_t c = 0; c < 5; ++c) {
    double gradient = 0;
    for (std::size_t i = 0; i < 7; ++i) {
      gradient += step.candidates[i].gradient * step.context[i][c];
      EXPECT_NEAR(step.candidates[i].row_gradient[c], step.candidates[i].gradient * step.mean[c],
                  1e-12);
      EXPECT_NEAR(step.context_after[i][c],
                  step.context[i][c] - step.rate * step.candidates[i].gradient * step.mean[c],
                  1e-12);
    }
    EXPECT_NEAR(step.mean_gradient[c], gradient, 1e-12);
    EXPECT_NEAR(step.row_gradient[c], gradient / 4, 1e-12);
    for (const auto& word : lesson.windows[step.window].inputs) {
      const std::size_t i = Index(*word);
      EXPECT_NEAR(step.embedding_after[i][c], step.embedding[i][c] - step.rate * gradient / 4,
                  1e-12);
    }
  }
  EXPECT_EQ(step.embedding_after[0], step.embedding[0]);  // "I" is not in the window
}

TEST(Note, Section4TheRightWordComesFirstInEveryWindow) {
  const LearntStep& learnt = *NotesLesson().learnt;
  EXPECT_EQ(learnt.right, 7U);
  ASSERT_EQ(learnt.predictions.size(), 7U);
  for (const Prediction& prediction : learnt.predictions) {
    EXPECT_EQ(prediction.first.front().word, NotesLesson().windows[prediction.window].output);
    EXPECT_GT(prediction.first[0].probability, prediction.first[1].probability);
  }
  EXPECT_LT(learnt.losses.back().loss, learnt.losses.front().loss);
  EXPECT_NEAR(learnt.losses.front().loss, std::log(7), 0.05);  // it knows nothing yet
  EXPECT_EQ(learnt.vectors.size(), 7U);
  EXPECT_EQ(learnt.vectors.dim(), 5U);
}

TEST(Note, Section5NumbersForALayer) {
  const NumberedText& numbers = NotesLesson().numbers;
  Row words;
  for (std::uint32_t i = 0; i < numbers.vocabulary.size(); ++i) {
    words.emplace_back(numbers.vocabulary.Word(TokenId{i}));
  }
  EXPECT_EQ(words, (Row{"i", "eat", "a", "big", "apple", "every", "day", ".", "<eos>"}));
  EXPECT_EQ(numbers.ids.size(), 9U);
  EXPECT_EQ(NotesLesson().characters, 29U);
}

TEST(Note, Section5TheLookupHasAGradient) {
  const LayerStep& layer = NotesLesson().layer;
  ASSERT_EQ(layer.rows.size(), 9U);
  double loss = 0;
  for (std::size_t i = 0; i < 9; ++i) {
    ASSERT_EQ(layer.rows[i].size(), 4U);
    for (std::size_t c = 0; c < 4; ++c) {
      loss += (layer.rows[i][c] - 1) * (layer.rows[i][c] - 1);
      EXPECT_NEAR(layer.gradient[i][c], 2 * (layer.rows[i][c] - 1), 1e-12);
    }
  }
  EXPECT_NEAR(layer.loss, loss, 1e-9);
  EXPECT_NEAR(layer.loss_after, loss / 4, 1e-9);  // each number went half its way
}

}  // namespace
}  // namespace firth
