/// How near two points of the plane count as.
#pragma once

namespace firth::project {

/// 1 / (1 + a d^(2 b)) at a distance d.
struct Nearness {
  double a = 1;
  double b = 1;
};

/// The one nearest in squares, at 300 distances up to 3, to 1 up to `min_distance` and
/// exp(min_distance - d) beyond (McInnes, Healy, Melville 2018, definition 11, with a spread of 1),
/// by Levenberg's method. REQUIRES: 0 <= min_distance <= 1.
Nearness FitNearness(double min_distance);

}  // namespace firth::project
