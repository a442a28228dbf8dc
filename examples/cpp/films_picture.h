/// Named points in the plane as a picture.
#pragma once

#include <array>
#include <string>
#include <vector>

struct NamedPoint {
  std::string name;
  std::array<float, 2> place;
};

/// Writes an SVG file in which equal distances are equally long and names do not lie over each
/// other, where there is room. REQUIRES: points.
void DrawPoints(const std::vector<NamedPoint>& points, const std::string& path);
