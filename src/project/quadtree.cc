#include "project/quadtree.h"

#include <algorithm>
#include <array>

namespace firth::project {
namespace {

/// Points that this many halvings do not part count as one.
constexpr std::size_t kDeepest = 40;

}  // namespace

Quadtree::Quadtree(std::span<const PlanePoint> points) {
  std::vector<PlanePoint> sorted(points.begin(), points.end());
  nodes_.reserve(2 * sorted.size());
  nodes_.emplace_back();
  if (sorted.empty()) return;
  const auto [left, right] = std::ranges::minmax(sorted, {}, &PlanePoint::x);
  const auto [low, high] = std::ranges::minmax(sorted, {}, &PlanePoint::y);
  const double width = std::max(double{right.x} - double{left.x}, double{high.y} - double{low.y});
  Divide(0, {double{left.x}, double{low.y}, width}, sorted, 0);
}

void Quadtree::Divide(std::uint32_t node, const Square& square, std::span<PlanePoint> points,
                      std::size_t depth) {
  Node made;
  made.points = static_cast<double>(points.size());
  for (const PlanePoint& point : points) {
    made.x += double{point.x} / made.points;
    made.y += double{point.y} / made.points;
  }
  if (points.size() == 1 || square.width == 0 || depth == kDeepest) {
    nodes_[node] = made;
    return;
  }
  const double half = square.width / 2;
  const auto below = [&](const PlanePoint& p) { return double{p.y} < square.y + half; };
  const auto left = [&](const PlanePoint& p) { return double{p.x} < square.x + half; };
  const auto middle = std::partition(points.begin(), points.end(), below);
  const auto lower = std::partition(points.begin(), middle, left);
  const auto upper = std::partition(middle, points.end(), left);
  const std::array parts = {std::span(points.begin(), lower), std::span(lower, middle),
                            std::span(middle, upper), std::span(upper, points.end())};
  made.width = square.width;
  made.first = static_cast<std::uint32_t>(nodes_.size());
  for (const auto& part : parts) made.children += part.empty() ? 0 : 1;
  nodes_[node] = made;
  nodes_.resize(nodes_.size() + made.children);
  std::uint32_t child = made.first;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    const Square quarter = {square.x + (i % 2 == 1 ? half : 0), square.y + (i > 1 ? half : 0),
                            half};
    Divide(child++, quarter, parts[i], depth + 1);
  }
}

Quadtree::Repulsion Quadtree::Of(const PlanePoint& place, double theta) const {
  Repulsion sum;
  const double x = double{place.x};
  const double y = double{place.y};
  // At each depth three brothers wait at most.
  std::array<std::uint32_t, 3 * kDeepest + 4> waiting;
  std::size_t count = 0;
  waiting[count++] = 0;
  while (count > 0) {
    const Node& node = nodes_[waiting[--count]];
    const double dx = x - node.x;
    const double dy = y - node.y;
    const double square = dx * dx + dy * dy;
    if (node.width * node.width < theta * theta * square || node.children == 0) {
      const double q = 1 / (1 + square);
      sum.q += node.points * q;
      sum.x += node.points * q * q * dx;
      sum.y += node.points * q * q * dy;
      continue;
    }
    for (std::uint32_t i = 0; i < node.children; ++i) waiting[count++] = node.first + i;
  }
  sum.q -= 1;  // the point itself
  return sum;
}

}  // namespace firth::project
