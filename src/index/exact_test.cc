#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "firth/index.h"

namespace firth {
namespace {

Matrix RandomMatrix(std::size_t rows, std::size_t columns, RowLayout layout) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  Matrix matrix(rows, columns, layout);
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (float& x : matrix.MutableRow(RowId{row})) x = normal(random);
  }
  return matrix;
}

double Cosine(std::span<const float> a, std::span<const float> b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * double{b[i]};
    aa += double{a[i]} * double{a[i]};
    bb += double{b[i]} * double{b[i]};
  }
  return ab / std::sqrt(aa * bb);
}

/// All rows by falling cosine with `query`, in double.
std::vector<std::uint32_t> Ranking(const Matrix& matrix, std::span<const float> query) {
  std::vector<std::uint32_t> rows(matrix.rows());
  for (std::uint32_t row = 0; row < rows.size(); ++row) rows[row] = row;
  std::ranges::stable_sort(rows, std::greater<>{}, [&](std::uint32_t row) {
    return Cosine(query, matrix.Row(RowId{row}));
  });
  return rows;
}

std::vector<std::uint32_t> Rows(const std::vector<Neighbor>& neighbors) {
  std::vector<std::uint32_t> rows;
  for (const Neighbor& neighbor : neighbors)
    rows.push_back(static_cast<std::uint32_t>(neighbor.row));
  return rows;
}

class ExactIndexOnEveryTarget : public testing::TestWithParam<CpuTarget> {};

TEST_P(ExactIndexOnEveryTarget, FindsWhatSortingFinds) {
  for (const RowLayout layout : {RowLayout::kDense, RowLayout::kPadded}) {
    const Matrix matrix = RandomMatrix(1300, 37, layout);  // more than two tiles, with a tail
    const ExactIndex index(matrix.view(), 0, GetParam());
    const Matrix queries = RandomMatrix(3, 37, layout);
    for (std::uint32_t q = 0; q < 3; ++q) {
      const auto query = queries.Row(RowId{q});
      const auto found = index.Search(query, 10);
      auto expected = Ranking(matrix, query);
      EXPECT_NEAR(found[0].score, Cosine(query, matrix.Row(RowId{expected[0]})), 1e-6);
      expected.resize(10);
      EXPECT_EQ(Rows(found), expected);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, ExactIndexOnEveryTarget, testing::ValuesIn(AvailableCpuTargets()),
                         [](const auto& test) { return std::string(CpuTargetName(test.param)); });

TEST(ExactIndex, AnswersManyAsItAnswersOne) {
  const Matrix matrix = RandomMatrix(700, 37, RowLayout::kDense);
  const ExactIndex index(matrix.view());
  const std::vector<std::vector<RowId>> exclude(matrix.rows(), {RowId{3}, RowId{5}});
  for (const unsigned threads : {1U, 3U}) {
    const auto answers = index.SearchAll(matrix.view(), 4, exclude, threads);
    ASSERT_EQ(answers.size(), matrix.rows());
    for (std::uint32_t q = 0; q < matrix.rows(); q += 50) {
      EXPECT_EQ(Rows(answers[q]), Rows(index.Search(matrix.Row(RowId{q}), 4, exclude[q])));
    }
  }
}

TEST(ExactIndex, SharesTheRowsAmongThreads) {
  constexpr std::size_t kRows = 70'001;
  Matrix matrix = RandomMatrix(kRows, 5, RowLayout::kDense);
  // Equal scores on both sides of where shares meet.
  for (const std::uint32_t row : {100U, 40'000U, 69'999U}) {
    std::ranges::copy(matrix.Row(RowId{7}), matrix.MutableRow(RowId{row}).begin());
  }
  const ExactIndex index(matrix.view());
  MatrixView queries = matrix.view();
  queries.rows = 12;
  const std::vector<std::vector<RowId>> exclude(queries.rows, {RowId{7}, RowId{20'000}});
  const auto expected = index.SearchAll(queries, 9, exclude, 1);
  EXPECT_EQ(Rows(expected[7])[2], 69'999U);
  for (const unsigned threads : {2U, 3U, 64U}) {
    const auto answers = index.SearchAll(queries, 9, exclude, threads);
    for (std::size_t q = 0; q < queries.rows; ++q) {
      ASSERT_EQ(Rows(answers[q]), Rows(expected[q]));
      for (std::size_t i = 0; i < answers[q].size(); ++i) {
        ASSERT_EQ(answers[q][i].score, expected[q][i].score);
      }
    }
  }
}

TEST(ExactIndex, PassesOverExcludedAndHiddenRows) {
  const Matrix matrix = RandomMatrix(50, 8, RowLayout::kDense);
  ExactIndex index(matrix.view());
  const auto ranking = Ranking(matrix, matrix.Row(RowId{0}));
  index.Hide(RowId{ranking[1]});
  const std::vector<RowId> exclude = {RowId{0}};
  EXPECT_EQ(Rows(index.Search(matrix.Row(RowId{0}), 1, exclude)).front(), ranking[2]);
}

TEST(ExactIndex, SearchesOnlyTheFirstRowsAskedFor) {
  const Matrix matrix = RandomMatrix(50, 8, RowLayout::kDense);
  const ExactIndex index(matrix.view(), 10);
  EXPECT_EQ(index.rows(), 10U);
  EXPECT_EQ(index.Search(matrix.Row(RowId{40}), 100).size(), 10U);
  EXPECT_EQ(ExactIndex(matrix.view(), 1000).rows(), 50U);
}

TEST(ExactIndex, GivesEqualScoresByRow) {
  Matrix matrix(5, 2, RowLayout::kDense);
  for (std::uint32_t row = 0; row < 5; ++row) matrix.MutableRow(RowId{row})[0] = 2;
  EXPECT_THAT(Rows(ExactIndex(matrix.view()).Search(matrix.Row(RowId{0}), 3)),
              testing::ElementsAre(0, 1, 2));
}

TEST(ExactIndex, MakesNoNaNOfZeros) {
  Matrix matrix(3, 4, RowLayout::kDense);
  matrix.MutableRow(RowId{1})[2] = 1;
  matrix.MutableRow(RowId{2})[2] = 1e-42F;  // its inverse length is beyond float
  const ExactIndex index(matrix.view());
  for (const Neighbor& neighbor : index.Search(matrix.Row(RowId{0}), 3)) {
    EXPECT_EQ(neighbor.score, 0);
  }
  std::vector<float> scores(3);
  index.Scores({matrix.Row(RowId{1}).data(), 1, 4, 4}, scores);
  EXPECT_THAT(scores, testing::ElementsAre(0, 1, 0));
}

TEST(ExactIndex, NeverAnswersWithANumberlessRow) {
  Matrix matrix(3, 4, RowLayout::kDense);
  matrix.MutableRow(RowId{0})[0] = std::numeric_limits<float>::quiet_NaN();
  matrix.MutableRow(RowId{1})[0] = std::numeric_limits<float>::infinity();
  matrix.MutableRow(RowId{2})[0] = 1;
  EXPECT_THAT(Rows(ExactIndex(matrix.view()).Search(matrix.Row(RowId{2}), 3)),
              testing::ElementsAre(2));
}

TEST(ExactIndex, ScoresEveryRowForEveryQuery) {
  const Matrix matrix = RandomMatrix(600, 9, RowLayout::kPadded);
  const ExactIndex index(matrix.view());
  Matrix queries(2, 9);
  for (std::uint32_t q = 0; q < 2; ++q) index.UnitRow(RowId{q}, queries.MutableRow(RowId{q}));
  std::vector<float> scores(2 * 600);
  index.Scores(queries.view(), scores);
  EXPECT_NEAR(scores[600 + 1], 1, 1e-6);
  EXPECT_NEAR(scores[599], Cosine(matrix.Row(RowId{0}), matrix.Row(RowId{599})), 1e-6);
}

}  // namespace
}  // namespace firth
