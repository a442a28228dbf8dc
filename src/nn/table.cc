#include "nn/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firth/error.h"

namespace firth::nn {
namespace {

/// The p-norm, as torch.linalg.vector_norm: 0 counts what is not 0, the infinities take the largest
/// and the least.
template <class Real>
double Length(std::span<const Real> row, double p) {
  double sum = p < 0 && std::isinf(p) ? std::numeric_limits<double>::infinity() : 0.0;
  for (const Real x : row) {
    const double size = std::abs(static_cast<double>(x));
    if (p == 2) {
      sum += size * size;
    } else if (p == 1) {
      sum += size;
    } else if (p == 0) {
      sum += size == 0 ? 0 : 1;
    } else if (std::isinf(p)) {
      sum = p > 0 ? std::max(sum, size) : std::min(sum, size);
    } else {
      sum += std::pow(size, p);
    }
  }
  if (p == 2) return std::sqrt(sum);
  return p == 0 || p == 1 || std::isinf(p) ? sum : std::pow(sum, 1 / p);
}

}  // namespace

std::optional<RowId> CheckedPadding(const TableSettings& settings, std::size_t rows) {
  if (std::isnan(settings.norm_type) || std::isnan(settings.max_norm.value_or(0))) {
    throw Error(ErrorKind::kSettings, "max_norm and norm_type must be numbers");
  }
  if (!settings.padding_idx) return std::nullopt;
  const auto limit = static_cast<std::int64_t>(rows);
  const std::int64_t padding = *settings.padding_idx;
  if (padding < -limit || padding >= limit) {
    throw Error(ErrorKind::kSettings,
                fmt::format("padding_idx {} is outside a table of {} rows", padding, rows));
  }
  return RowId{static_cast<std::uint32_t>(padding < 0 ? padding + limit : padding)};
}

template <class Real>
void Renormalize(BasicMatrix<Real>& weight, std::span<const std::uint32_t> rows,
                 const TableSettings& settings, const Execution& execution) {
  std::vector<RowAtPlace> used;
  used.reserve(rows.size());
  for (const std::uint32_t row : rows) used.push_back(AtPlace(row, used.size()));
  const Occurrences distinct = GroupByRow(std::move(used));
  const double limit = *settings.max_norm;
  ForChunks(execution.threads, distinct.rows.size(), RowsOfChunk<Real>(weight.columns()),
            [&](std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i) {
                const std::span<Real> row = weight.MutableRow(distinct.rows[i]);
                const double length = Length<Real>(row, settings.norm_type);
                if (!(length > limit)) continue;
                const auto scale = static_cast<Real>(limit / (length + 1e-7));
                for (Real& x : row) x *= scale;
              }
            });
}

template void Renormalize(BasicMatrix<float>&, std::span<const std::uint32_t>, const TableSettings&,
                          const Execution&);
template void Renormalize(BasicMatrix<double>&, std::span<const std::uint32_t>,
                          const TableSettings&, const Execution&);

}  // namespace firth::nn
