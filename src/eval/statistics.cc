#include "eval/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace firth::eval {
namespace {

/// The normal distribution holds 95 % within so many standard deviations.
constexpr double kZ = 1.959963984540054;

double Mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

bool AllAlike(std::span<const double> values) {
  return std::ranges::all_of(values, [&](double x) { return x == values.front(); });
}

/// A correlation of `pairs` pairs, `scale` being its variance after Fisher's z times (pairs - 3).
Estimate WithFisherInterval(double r, std::size_t pairs, double scale) {
  if (pairs <= 3) return {r, -1, 1};
  const double z = std::atanh(r);  // infinite at -1 and 1, which tanh turns back
  const double reach = kZ * std::sqrt(scale / static_cast<double>(pairs - 3));
  return {r, std::tanh(z - reach), std::tanh(z + reach)};
}

bool Defined(std::span<const double> a, std::span<const double> b) {
  return a.size() >= 2 && !AllAlike(a) && !AllAlike(b);
}

}  // namespace

std::vector<double> Ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    // The ranks begin + 1 ... end have this mean.
    const double rank = static_cast<double>(begin + 1 + end) / 2;
    for (; begin < end; ++begin) ranks[order[begin]] = rank;
  }
  return ranks;
}

double Correlation(std::span<const double> a, std::span<const double> b) {
  if (!Defined(a, b)) return 0;
  const double mean_a = Mean(a);
  const double mean_b = Mean(b);
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  const double r = ab / (std::sqrt(aa) * std::sqrt(bb));
  return std::isfinite(r) ? std::clamp(r, -1.0, 1.0) : 0;
}

Estimate Share(std::size_t right, std::size_t asked) {
  if (asked == 0) return {0, 0, 1};
  const auto n = static_cast<double>(asked);
  const double p = static_cast<double>(right) / n;
  const double centre = p + kZ * kZ / (2 * n);
  const double reach = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  return {p, std::max(0.0, (centre - reach) / scale), std::min(1.0, (centre + reach) / scale)};
}

Estimate Pearson(std::span<const double> a, std::span<const double> b) {
  if (!Defined(a, b)) return {0, -1, 1};
  return WithFisherInterval(Correlation(a, b), a.size(), 1);
}

Estimate Spearman(std::span<const double> a, std::span<const double> b) {
  if (!Defined(a, b)) return {0, -1, 1};
  const double r = Correlation(Ranks(a), Ranks(b));
  return WithFisherInterval(r, a.size(), 1 + r * r / 2);
}

}  // namespace firth::eval
