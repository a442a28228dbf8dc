/// The few statistics that scores need.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "firth/eval.h"

namespace firth::eval {

/// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> Ranks(std::span<const double> values);

/// Pearson's correlation; 0 where it is not defined: fewer than two pairs, or a side all alike.
/// REQUIRES: a.size() == b.size().
double Correlation(std::span<const double> a, std::span<const double> b);

/// `right` of `asked` with Wilson's 95 % interval (Wilson 1927,
/// doi 10.1080/01621459.1927.10502953); 0 within [0, 1] when nothing was asked. REQUIRES: right <=
/// asked.
Estimate Share(std::size_t right, std::size_t asked);

/// Pearson's correlation, its interval by Fisher's z: variance 1 / (n - 3).
Estimate Pearson(std::span<const double> a, std::span<const double> b);

/// Spearman's correlation, its interval by Fisher's z: variance (1 + r^2 / 2) / (n - 3)
/// (Bonett and Wright 2000, doi 10.1007/BF02294183).
Estimate Spearman(std::span<const double> a, std::span<const double> b);

}  // namespace firth::eval
