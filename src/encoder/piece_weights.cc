#include "encoder/piece_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firth/error.h"

namespace firth::encoder {

std::vector<double> SifWeights(std::span<const double> shares, double sif) {
  std::vector<double> weights(shares.size(), 1.0);
  if (sif == 0) return weights;
  std::ranges::transform(shares, weights.begin(), [&](double p) { return sif / (sif + p); });
  return weights;
}

std::vector<double> ZipfShares(std::size_t count) {
  std::vector<double> shares(count);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += shares[i] = 1.0 / static_cast<double>(i + 2);
  for (double& share : shares) share /= sum;
  return shares;
}

void CheckSif(double sif) {
  if (sif >= 0 && std::isfinite(sif)) return;
  throw Error(ErrorKind::kSettings, fmt::format("sif: {} is no finite number from 0 up", sif));
}

}  // namespace firth::encoder
