#include "numeric/principal_axes.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

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

PrincipalAxes AxesAround(const Eigen::RowVectorXd& mean, const Eigen::Map<const Rows>& rows,
                         std::size_t count) {
  const Index width = rows.cols();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(Covariance(rows, mean));
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
    along += std::max(solver.eigenvalues()[number], 0.0);
  }
  const double all = solver.eigenvalues().cwiseMax(0).sum();
  found.share = all > 0 ? along / all : 1;
  return found;
}

}  // namespace

PrincipalAxes FindPrincipalAxes(std::span<const float> numbers, std::size_t columns,
                                std::size_t count) {
  const auto rows = AsRows(numbers, columns);
  return AxesAround(rows.cast<double>().colwise().mean(), rows, count);
}

PrincipalAxes FindSingularAxes(std::span<const float> numbers, std::size_t columns,
                               std::size_t count) {
  const auto rows = AsRows(numbers, columns);
  return AxesAround(Eigen::RowVectorXd::Zero(rows.cols()), rows, count);
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
