#include "numeric/principal_axes.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <functional>

namespace firth::numeric {
namespace {

using Eigen::Index;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Rows whose products are added at once.
constexpr Index kRowsAtOnce = 256;

Eigen::MatrixXd Covariance(const Eigen::Map<const Rows>& rows, const Eigen::RowVectorXd& mean) {
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(rows.cols(), rows.cols());
  for (Index begin = 0; begin < rows.rows(); begin += kRowsAtOnce) {
    const Index count = std::min(kRowsAtOnce, rows.rows() - begin);
    const Eigen::MatrixXd some = rows.middleRows(begin, count).cast<double>().rowwise() - mean;
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(some.transpose());
  }
  return covariance;
}

Eigen::Map<const Rows> AsRows(std::span<const float> numbers, std::size_t columns) {
  const auto width = static_cast<Index>(columns);
  return {numbers.data(), static_cast<Index>(numbers.size()) / width, width};
}

/// Of a covariance, of which the lower half is read.
PrincipalAxes AxesOf(const Eigen::MatrixXd& covariance, const Eigen::RowVectorXd& mean,
                     std::size_t count) {
  const Index width = covariance.cols();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  PrincipalAxes found;
  found.mean.assign(mean.data(), mean.data() + width);
  double along = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Index number = width - 1 - static_cast<Index>(i);  // values rise
    Eigen::VectorXd axis = solver.eigenvectors().col(number);
    Index largest = 0;
    axis.cwiseAbs().maxCoeff(&largest);
    if (axis[largest] < 0) axis = -axis;
    found.axes.insert(found.axes.end(), axis.data(), axis.data() + width);
    found.shares.push_back(std::max(solver.eigenvalues()[number], 0.0));
    along += found.shares.back();
  }
  const double all = solver.eigenvalues().cwiseMax(0).sum();
  found.share = all > 0 ? along / all : 1;
  for (double& share : found.shares) share = all > 0 ? share / all : 0;
  return found;
}

}  // namespace

PrincipalAxes FindPrincipalAxes(std::span<const float> numbers, std::size_t columns,
                                std::size_t count) {
  const auto rows = AsRows(numbers, columns);
  const Eigen::RowVectorXd mean = rows.cast<double>().colwise().mean();
  return AxesOf(Covariance(rows, mean), mean, count);
}

PrincipalAxes FindSingularAxes(std::span<const float> numbers, std::size_t columns,
                               std::size_t count) {
  const auto rows = AsRows(numbers, columns);
  const Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(rows.cols());
  return AxesOf(Covariance(rows, mean), mean, count);
}

Moments::Moments(std::size_t columns)
    : columns_(columns), sums_(columns), products_(columns * columns) {}

void Moments::Add(std::span<const float> numbers) {
  const auto rows = AsRows(numbers, columns_);
  const Index width = rows.cols();
  Eigen::Map<Eigen::MatrixXd> products(products_.data(), width, width);
  Eigen::Map<Eigen::RowVectorXd> sums(sums_.data(), width);
  for (Index begin = 0; begin < rows.rows(); begin += kRowsAtOnce) {
    const Eigen::MatrixXf some = rows.middleRows(begin, std::min(kRowsAtOnce, rows.rows() - begin));
    Eigen::MatrixXf part = Eigen::MatrixXf::Zero(width, width);
    part.selfadjointView<Eigen::Lower>().rankUpdate(some.transpose());
    products += part.cast<double>();
    sums += some.cast<double>().colwise().sum();
  }
  rows_ += static_cast<std::size_t>(rows.rows());
}

void Moments::Add(const Moments& other) {
  std::ranges::transform(sums_, other.sums_, sums_.begin(), std::plus<>{});
  std::ranges::transform(products_, other.products_, products_.begin(), std::plus<>{});
  rows_ += other.rows_;
}

PrincipalAxes Moments::Axes(std::size_t count) const {
  const auto width = static_cast<Index>(columns_);
  const auto rows = static_cast<double>(rows_);
  const Eigen::RowVectorXd mean = Eigen::Map<const Eigen::RowVectorXd>(sums_.data(), width) / rows;
  const Eigen::Map<const Eigen::MatrixXd> products(products_.data(), width, width);
  return AxesOf(products - rows * mean.transpose() * mean, mean, count);
}

void ProjectOn(const PrincipalAxes& axes, std::span<const float> row, std::span<float> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    double sum = 0;
    for (std::size_t c = 0; c < row.size(); ++c) {
      sum += (double{row[c]} - axes.mean[c]) * axes.axes[i * row.size() + c];
    }
    out[i] = static_cast<float>(sum);
  }
}

}  // namespace firth::numeric
