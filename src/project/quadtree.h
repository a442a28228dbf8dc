/// Many points seen from afar as one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firth/project.h"

namespace firth::project {

/// The squares of Barnes and Hut (1986), as t-SNE has them (van der Maaten 2014, JMLR 15, section
/// 4.2). Threads: asking from several is safe.
class Quadtree {
 public:
  /// REQUIRES: finite points.
  explicit Quadtree(std::span<const PlanePoint> points);

  /// With q = 1 / (1 + d^2) for the distance d to another point, summed over all others:
  struct Repulsion {
    double x = 0;  ///< of q^2 (place - other)
    double y = 0;
    double q = 0;
  };
  /// What pushes one of the points, at `place`. A square counts as one point where it is seen under
  /// less than `theta`: its width over its distance. REQUIRES: 0 <= theta <= 0.7.
  Repulsion Of(const PlanePoint& place, double theta) const;

 private:
  struct Node {
    double x = 0;  ///< centre of the points within
    double y = 0;
    double points = 0;
    double width = 0;  ///< 0: nothing is within but this
    std::uint32_t first = 0;
    std::uint32_t children = 0;
  };
  struct Square {
    double x;
    double y;
    double width;
  };

  void Divide(std::uint32_t node, const Square& square, std::span<PlanePoint> points,
              std::size_t depth);

  std::vector<Node> nodes_;
};

}  // namespace firth::project
