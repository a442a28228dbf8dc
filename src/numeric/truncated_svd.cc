#include "numeric/truncated_svd.h"

#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/random.h"

namespace firth::numeric {
namespace {

using Eigen::MatrixXd;
using Eigen::MatrixXf;
using ByRows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Index Signed(std::size_t number) { return static_cast<Eigen::Index>(number); }

Eigen::Map<ByRows, 0, Eigen::OuterStride<>> AsEigen(Block& block) {
  return {block.Data(), Signed(block.rows()), Signed(block.columns()),
          Eigen::OuterStride<>(Signed(block.stride()))};
}

std::size_t SampleColumns(std::size_t rows, std::size_t columns, const SvdSettings& settings) {
  return std::min({rows, columns, settings.rank + settings.oversampling});
}

/// Standard normal numbers (Box, Muller, 1958), a row's from a stream of its own.
void FillNormal(Block& block, std::uint64_t seed) {
  for (std::size_t row = 0; row < block.rows(); ++row) {
    base::SplitMix64 random = base::StreamFor(seed, row);
    for (std::size_t c = 0; c < block.columns(); ++c) {
      const double length = std::sqrt(-2 * std::log(1 - static_cast<double>(random.UnitFloat())));
      const double angle = 2 * std::numbers::pi * static_cast<double>(random.UnitFloat());
      block.Row(row)[c] = static_cast<float>(length * std::cos(angle));
    }
  }
}

/// Turns the columns into an orthonormal basis of what they span, and gives R of the former.
MatrixXf Orthonormalize(Block& block) {
  auto numbers = AsEigen(block);
  MatrixXf reflectors = numbers;
  const Eigen::HouseholderQR<Eigen::Ref<MatrixXf>> qr(reflectors);
  MatrixXf basis = MatrixXf::Identity(numbers.rows(), numbers.cols());
  basis.applyOnTheLeft(qr.householderQ());
  numbers = basis;
  return reflectors.topRows(numbers.cols()).triangularView<Eigen::Upper>();
}

/// The first columns of block . turn.
Block Turned(Block& block, const MatrixXf& turn, std::size_t columns) {
  Block out(block.rows(), columns);
  AsEigen(out).noalias() = AsEigen(block) * turn.leftCols(Signed(columns));
  return out;
}

}  // namespace

std::uint64_t SvdBytes(std::size_t rows, std::size_t columns, const SvdSettings& settings) {
  const std::size_t sample = SampleColumns(rows, columns, settings);
  const auto block = [sample](std::size_t height) { return Block::BytesNeeded(height, sample); };
  // Both blocks, and the two of the QR or of the result.
  return 2 * (block(rows) + block(columns)) + block(std::max(rows, columns)) / 8;
}

std::optional<TruncatedSvd> TruncateSvd(const Multiplier& matrix, const SvdSettings& settings,
                                        const std::function<bool()>& go_on) {
  const auto may_go_on = [&go_on] { return !go_on || go_on(); };
  const std::size_t sample = SampleColumns(matrix.rows(), matrix.columns(), settings);
  Block x(matrix.columns(), sample);
  Block y(matrix.rows(), sample);
  FillNormal(x, settings.seed);
  matrix.Multiply(x, y);
  if (!may_go_on()) return std::nullopt;
  Orthonormalize(y);
  for (unsigned round = 0; round < settings.rounds; ++round) {
    matrix.MultiplyTransposed(y, x);
    if (!may_go_on()) return std::nullopt;
    Orthonormalize(x);
    matrix.Multiply(x, y);
    if (!may_go_on()) return std::nullopt;
    Orthonormalize(y);
  }
  matrix.MultiplyTransposed(y, x);
  if (!may_go_on()) return std::nullopt;
  // A is near y (A^T y)^T = y R^T x^T, with R^T = U diag(values) V^T.
  const MatrixXd small = Orthonormalize(x).transpose().cast<double>();
  const Eigen::BDCSVD<MatrixXd> svd(small, Eigen::ComputeFullU | Eigen::ComputeFullV);
  TruncatedSvd result;
  result.left = Turned(y, svd.matrixU().cast<float>(), settings.rank);
  result.right = Turned(x, svd.matrixV().cast<float>(), settings.rank);
  const Eigen::VectorXf values = svd.singularValues().head(Signed(settings.rank)).cast<float>();
  result.values.assign(values.begin(), values.end());
  return result;
}

}  // namespace firth::numeric
