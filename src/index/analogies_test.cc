#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/error_testing.h"
#include "base/random.h"
#include "firth/error.h"
#include "firth/index.h"

namespace firth {
namespace {

Matrix RandomRows(std::size_t rows, std::size_t columns) {
  base::SplitMix64 random(5);
  Matrix matrix(rows, columns, RowLayout::kDense);
  for (std::uint32_t r = 0; r < rows; ++r) {
    for (float& x : matrix.MutableRow(RowId{r})) x = random.UnitFloat() - 0.4F;
  }
  return matrix;
}

std::vector<AnalogyRows> Questions(std::size_t count, std::uint32_t rows) {
  base::SplitMix64 random(6);
  std::vector<AnalogyRows> questions(count);
  for (AnalogyRows& question : questions) {
    for (RowId& row : question) row = RowId{random.Below(rows)};
  }
  return questions;
}

double Shifted(const Matrix& matrix, RowId a, RowId b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < matrix.columns(); ++i) {
    ab += double{matrix.Row(a)[i]} * double{matrix.Row(b)[i]};
    aa += std::pow(double{matrix.Row(a)[i]}, 2);
    bb += std::pow(double{matrix.Row(b)[i]}, 2);
  }
  return (1 + ab / std::sqrt(aa * bb)) / 2;
}

TEST(SearchAnalogies, MultipliesCosines) {
  const Matrix matrix = RandomRows(700, 9);  // several tiles, and a tail
  const auto questions = Questions(40, 700);
  for (const CpuTarget target : AvailableCpuTargets()) {
    const ExactIndex index(matrix.view(), 0, target);
    const auto answers = index.SearchAnalogies(questions, 3, AnalogyMethod::k3CosMul);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const auto [a, b, c] = questions[q];
      std::vector<double> scores;
      for (std::uint32_t r = 0; r < 700; ++r) {
        const RowId d{r};
        if (d == a || d == b || d == c) continue;
        scores.push_back(Shifted(matrix, d, b) * Shifted(matrix, d, c) /
                         (Shifted(matrix, d, a) + 0.001));
      }
      std::ranges::sort(scores, std::greater<>{});
      ASSERT_EQ(answers[q].size(), 3U);
      for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(answers[q][i].score, scores[i], 1e-5);
    }
  }
}

TEST(SearchAnalogies, DoesNotDependOnThreads) {
  const Matrix matrix = RandomRows(300, 7);
  const auto questions = Questions(1300, 300);
  const ExactIndex index(matrix.view());
  for (const auto method : {AnalogyMethod::k3CosAdd, AnalogyMethod::k3CosMul}) {
    const auto alone = index.SearchAnalogies(questions, 2, method);
    const auto together = index.SearchAnalogies(questions, 2, method, 3);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      EXPECT_EQ(alone[q][0].row, together[q][0].row);
      EXPECT_EQ(alone[q][1].score, together[q][1].score);
    }
  }
}

TEST(SearchAnalogies, PassesOverHiddenRowsAndTheQuestionsOwn) {
  const Matrix matrix = RandomRows(6, 4);
  ExactIndex index(matrix.view());
  index.Hide(RowId{3});
  const std::vector<AnalogyRows> questions = {{RowId{0}, RowId{1}, RowId{2}}};
  for (const auto method : {AnalogyMethod::k3CosAdd, AnalogyMethod::k3CosMul}) {
    const auto answers = index.SearchAnalogies(questions, 9, method);
    ASSERT_EQ(answers[0].size(), 2U);
    for (const Neighbor& answer : answers[0]) EXPECT_GE(Index(answer.row), 4U);
  }
}

TEST(AnalogyMethod, HasNames) {
  for (const auto method : {AnalogyMethod::k3CosAdd, AnalogyMethod::k3CosMul}) {
    EXPECT_EQ(AnalogyMethodFromName(AnalogyMethodName(method)), method);
  }
  EXPECT_THAT(base::MessageOfError([&] { AnalogyMethodFromName("cosmul"); }),
              testing::HasSubstr("no method is called 'cosmul'; there are 3cosadd and 3cosmul"));
}

}  // namespace
}  // namespace firth
