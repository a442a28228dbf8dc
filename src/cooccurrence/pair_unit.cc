#include "cooccurrence/pair_unit.h"

#include <cmath>
#include <numeric>
#include <optional>

namespace firth::cooccurrence {
namespace {

/// No cell may reach this.
constexpr double kRoom = 0x1p63;

double Harmonic(std::size_t n) {
  double sum = 0;
  for (std::size_t d = 1; d <= n; ++d) sum += 1.0 / static_cast<double>(d);
  return sum;
}

/// Nothing when it is larger than `most`.
std::optional<std::uint64_t> LcmUpTo(std::size_t n, double most) {
  std::uint64_t lcm = 1;
  for (std::uint64_t d = 2; d <= n; ++d) {
    const std::uint64_t factor = d / std::gcd(lcm, d);
    if (static_cast<double>(lcm) * static_cast<double>(factor) > most) return std::nullopt;
    lcm *= factor;
  }
  return lcm;
}

}  // namespace

PairUnit::PairUnit(const CooccurrenceSettings& settings, std::uint64_t tokens)
    : weights_(settings.window, 1) {
  const std::size_t window = settings.window;
  if (settings.weight == PairWeight::kHarmonic) {
    // Both sides of every token, and a unit more for each weight that is rounded up.
    const double sides = 2 * (static_cast<double>(tokens) + 1);
    const double most = kRoom / sides / Harmonic(window) - static_cast<double>(window);
    const auto lcm = LcmUpTo(window, most);
    exact_ = lcm.has_value();
    per_one_ = lcm ? static_cast<double>(*lcm) : std::exp2(std::floor(std::log2(most)));
    for (std::size_t d = 1; d <= window; ++d) {
      weights_[d - 1] = static_cast<std::uint64_t>(std::llround(per_one_ / static_cast<double>(d)));
    }
  }
  for (const std::uint64_t weight : weights_) most_ += weight;
  if (settings.symmetric) most_ *= 2;
}

}  // namespace firth::cooccurrence
