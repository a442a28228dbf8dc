#include "numeric/truncated_svd.h"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>
#include <vector>

#include "base/random.h"

namespace firth::numeric {
namespace {

using Eigen::MatrixXd;

/// Products in double, entry by entry.
class Dense : public Multiplier {
 public:
  explicit Dense(MatrixXd numbers) : numbers_(std::move(numbers)) {}
  std::size_t rows() const override { return static_cast<std::size_t>(numbers_.rows()); }
  std::size_t columns() const override { return static_cast<std::size_t>(numbers_.cols()); }
  void Multiply(const Block& x, Block& y) const override { Product(numbers_, x, y); }
  void MultiplyTransposed(const Block& x, Block& y) const override {
    Product(numbers_.transpose(), x, y);
  }
  const MatrixXd& numbers() const { return numbers_; }

 private:
  static void Product(const MatrixXd& a, const Block& x, Block& y) {
    for (std::size_t r = 0; r < y.rows(); ++r) {
      for (std::size_t c = 0; c < y.columns(); ++c) {
        double sum = 0;
        for (std::size_t k = 0; k < x.rows(); ++k) {
          sum += a(static_cast<int>(r), static_cast<int>(k)) * static_cast<double>(x.Row(k)[c]);
        }
        y.Row(r)[c] = static_cast<float>(sum);
      }
    }
  }

  MatrixXd numbers_;
};

/// One entry in `each` is not 0; rows fall off, as those of a language do.
Dense Sparse(int rows, int columns, std::uint32_t each, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  MatrixXd numbers = MatrixXd::Zero(rows, columns);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      if (random.Below(each) > 0) continue;
      numbers(r, c) = 10 * static_cast<double>(random.UnitFloat()) / (1 + 0.3 * r);
    }
  }
  return Dense(std::move(numbers));
}

MatrixXd Columns(const Block& block) {
  MatrixXd out(static_cast<int>(block.rows()), static_cast<int>(block.columns()));
  for (int r = 0; r < out.rows(); ++r) {
    for (int c = 0; c < out.cols(); ++c) {
      out(r, c) =
          static_cast<double>(block.Row(static_cast<std::size_t>(r))[static_cast<std::size_t>(c)]);
    }
  }
  return out;
}

MatrixXd Product(const TruncatedSvd& svd) {
  Eigen::VectorXd values(static_cast<int>(svd.values.size()));
  for (int i = 0; i < values.size(); ++i) {
    values[i] = static_cast<double>(svd.values[static_cast<std::size_t>(i)]);
  }
  return Columns(svd.left) * values.asDiagonal() * Columns(svd.right).transpose();
}

TEST(TruncateSvd, IsTheLargestPartOfTheWhole) {
  for (const auto& [rows, columns] : {std::pair(60, 40), std::pair(40, 60), std::pair(50, 50)}) {
    const Dense matrix = Sparse(rows, columns, 5, 3);
    const Eigen::JacobiSVD<MatrixXd> whole(matrix.numbers(),
                                           Eigen::ComputeThinU | Eigen::ComputeThinV);
    const SvdSettings settings{.rank = 8};
    const TruncatedSvd svd = *TruncateSvd(matrix, settings);
    ASSERT_EQ(svd.values.size(), 8U);
    const double largest = whole.singularValues()[0];
    for (int i = 0; i < 8; ++i) {
      EXPECT_NEAR(svd.values[static_cast<std::size_t>(i)], whole.singularValues()[i],
                  1e-4 * largest);
    }
    const MatrixXd best = whole.matrixU().leftCols(8) *
                          whole.singularValues().head(8).asDiagonal() *
                          whole.matrixV().leftCols(8).transpose();
    EXPECT_LT((Product(svd) - best).norm(), 0.01 * best.norm());
    // Up to their signs the first vectors are the same.
    for (int i = 0; i < 3; ++i) {
      EXPECT_NEAR(std::abs(Columns(svd.left).col(i).dot(whole.matrixU().col(i))), 1, 1e-4);
      EXPECT_NEAR(std::abs(Columns(svd.right).col(i).dot(whole.matrixV().col(i))), 1, 1e-4);
    }
  }
}

TEST(TruncateSvd, VectorsAreOrthonormal) {
  const TruncatedSvd svd = *TruncateSvd(Sparse(80, 70, 4, 1), {.rank = 12});
  for (const Block* block : {&svd.left, &svd.right}) {
    const MatrixXd vectors = Columns(*block);
    EXPECT_LT((vectors.transpose() * vectors - MatrixXd::Identity(12, 12)).norm(), 1e-5);
  }
}

TEST(TruncateSvd, OfFullRankIsTheMatrix) {
  const Dense matrix = Sparse(20, 15, 2, 5);
  const TruncatedSvd svd = *TruncateSvd(matrix, {.rank = 15});
  EXPECT_LT((Product(svd) - matrix.numbers()).norm(), 1e-5 * matrix.numbers().norm());
}

TEST(TruncateSvd, OfLowRankHasValuesOfZero) {
  MatrixXd numbers(30, 30);
  for (int r = 0; r < 30; ++r) {
    for (int c = 0; c < 30; ++c) numbers(r, c) = (r + 1.0) * (c % 3);
  }
  const TruncatedSvd svd = *TruncateSvd(Dense(numbers), {.rank = 4});
  EXPECT_NEAR(svd.values[0], numbers.norm(), 1e-4 * numbers.norm());
  EXPECT_LT(svd.values[1], 1e-5F * svd.values[0]);
  const TruncatedSvd none = *TruncateSvd(Dense(MatrixXd::Zero(5, 5)), {.rank = 2});
  EXPECT_EQ(none.values, std::vector<float>(2));
}

TEST(TruncateSvd, SaysWhenItPasses) {
  const Dense matrix = Sparse(30, 30, 3, 2);
  const SvdSettings settings{.rank = 3, .rounds = 2};
  unsigned passes = 0;
  TruncateSvd(matrix, settings, [&passes] { return ++passes > 0; });
  EXPECT_EQ(passes, SvdPasses(settings));
  for (unsigned last = 1; last <= SvdPasses(settings); ++last) {
    unsigned left = last;
    EXPECT_FALSE(TruncateSvd(matrix, settings, [&left] { return --left > 0; }));
    EXPECT_EQ(left, 0U);
  }
}

}  // namespace
}  // namespace firth::numeric
