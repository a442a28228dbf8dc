#include "project/nearness.h"

#include <cmath>

namespace firth::project {
namespace {

constexpr int kDistances = 300;
constexpr double kFurthest = 3;
constexpr int kRounds = 200;

/// Sums over all distances: of squared errors, and what a step of Gauss and Newton needs.
struct Sums {
  double error = 0;
  double aa = 0, ab = 0, bb = 0;  ///< products of derivatives
  double a = 0, b = 0;            ///< derivatives times errors
};

Sums SumsAt(const Nearness& curve, double min_distance) {
  Sums sums;
  for (int i = 0; i < kDistances; ++i) {
    const double d = kFurthest * i / (kDistances - 1);
    const double wanted = d < min_distance ? 1 : std::exp(min_distance - d);
    const double power = d > 0 ? std::pow(d, 2 * curve.b) : 0;
    const double value = 1 / (1 + curve.a * power);
    const double by_a = -value * value * power;
    const double by_b = d > 0 ? 2 * curve.a * std::log(d) * by_a : 0;
    const double error = wanted - value;
    sums.error += error * error;
    sums.aa += by_a * by_a;
    sums.ab += by_a * by_b;
    sums.bb += by_b * by_b;
    sums.a += by_a * error;
    sums.b += by_b * error;
  }
  return sums;
}

}  // namespace

Nearness FitNearness(double min_distance) {
  Nearness curve;
  Sums sums = SumsAt(curve, min_distance);
  double damping = 1e-3;
  for (int round = 0; round < kRounds && damping < 1e12; ++round) {
    const double aa = sums.aa + damping;
    const double bb = sums.bb + damping;
    const double determinant = aa * bb - sums.ab * sums.ab;
    const Nearness next = {curve.a + (bb * sums.a - sums.ab * sums.b) / determinant,
                           curve.b + (aa * sums.b - sums.ab * sums.a) / determinant};
    const Sums there = SumsAt(next, min_distance);
    const bool better = next.a > 0 && next.b > 0 && there.error < sums.error;
    damping *= better ? 0.1 : 10;
    if (!better) continue;
    curve = next;
    sums = there;
  }
  return curve;
}

}  // namespace firth::project
