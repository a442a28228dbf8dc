/// The largest singular values of a matrix that is known only by its products, and their vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "numeric/block.h"

namespace firth::numeric {

/// A matrix A that can be multiplied.
class Multiplier {
 public:
  virtual ~Multiplier() = default;
  virtual std::size_t rows() const = 0;
  virtual std::size_t columns() const = 0;
  /// y = A x. REQUIRES: x.rows() == columns(), y.rows() == rows(), as many columns.
  virtual void Multiply(const Block& x, Block& y) const = 0;
  /// y = A^T x.
  virtual void MultiplyTransposed(const Block& x, Block& y) const = 0;
};

struct SvdSettings {
  std::size_t rank = 1;           ///< singular values asked for
  std::size_t oversampling = 10;  ///< columns that are computed besides, as far as there are rows
  unsigned rounds = 4;            ///< times that both products are applied to the first sample
  std::uint64_t seed = 1;
};

/// A is near left diag(values) right^T.
struct TruncatedSvd {
  Block left;                 ///< A's rows x rank, orthonormal columns
  Block right;                ///< A's columns x rank, the same
  std::vector<float> values;  ///< falling, none negative
};

/// Products that TruncateSvd asks for.
constexpr unsigned SvdPasses(const SvdSettings& settings) { return 2 * settings.rounds + 2; }
/// What it takes at most, its result included.
std::uint64_t SvdBytes(std::size_t rows, std::size_t columns, const SvdSettings& settings);

/// Halko, Martinsson, Tropp (SIAM Review 53, 2011, arXiv 0909.4061), algorithms 4.4 and 5.1: a
/// Gaussian sample of A's range, by subspace iteration with an orthonormal basis after each
/// product, and the exact decomposition of A within that basis. Householder's QR and the small
/// decomposition are Eigen's. The same seed and products give the same bytes: all but the products
/// is one thread's. After each product `go_on` is asked; nothing when it said no. Throws
/// std::bad_alloc and what products throw. REQUIRES: 0 < rank <= rows and columns; every number
/// finite.
std::optional<TruncatedSvd> TruncateSvd(const Multiplier& matrix, const SvdSettings& settings,
                                        const std::function<bool()>& go_on = {});

}  // namespace firth::numeric
