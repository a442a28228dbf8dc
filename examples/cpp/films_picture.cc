#include "films_picture.h"

#include <algorithm>
#include <cstddef>
#include <fstream>

namespace {

constexpr float kSize = 640;
constexpr float kMargin = 70;
constexpr float kLetter = 8;
constexpr float kLine = 13;

struct Box {
  float left, top, width, height;

  bool Meets(const Box& other) const {
    return left < other.left + other.width && other.left < left + width &&
           top < other.top + other.height && other.top < top + height;
  }
};

/// All points moved and scaled alike, so that they fill the picture.
std::vector<NamedPoint> Fitted(std::vector<NamedPoint> points) {
  std::array<float, 2> middle{};
  float span = 1e-9F;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto [low, high] = std::ranges::minmax_element(
        points, {}, [axis](const NamedPoint& point) { return point.place[axis]; });
    middle[axis] = (low->place[axis] + high->place[axis]) / 2;
    span = std::max(span, high->place[axis] - low->place[axis]);
  }
  for (NamedPoint& point : points) {
    for (std::size_t axis = 0; axis < 2; ++axis) {
      point.place[axis] =
          kSize / 2 + (point.place[axis] - middle[axis]) * (kSize - 2 * kMargin) / span;
    }
  }
  return points;
}

/// Beside the point, above or below it: the first place that meets nothing of `taken`.
Box PlaceName(const NamedPoint& point, const std::vector<Box>& taken) {
  const auto [x, y] = point.place;
  const float width = kLetter * static_cast<float>(point.name.size());
  const Box places[] = {{x + 7, y - kLine / 2, width, kLine},
                        {x - 7 - width, y - kLine / 2, width, kLine},
                        {x - width / 2, y - 6 - kLine, width, kLine},
                        {x - width / 2, y + 6, width, kLine}};
  for (const Box& box : places) {
    if (std::ranges::none_of(taken, [&](const Box& other) { return box.Meets(other); })) return box;
  }
  return places[0];
}

}  // namespace

void DrawPoints(const std::vector<NamedPoint>& points, const std::string& path) {
  const std::vector<NamedPoint> fitted = Fitted(points);
  std::vector<Box> taken;
  for (const auto& [name, place] : fitted) taken.push_back({place[0] - 4, place[1] - 4, 8, 8});
  std::ofstream svg(path);
  svg << "<svg xmlns='http://www.w3.org/2000/svg' width='" << kSize << "' height='" << kSize
      << "' font-family='sans-serif' font-size='13'>\n<rect width='100%' height='100%' "
         "fill='white'/>\n";
  for (const NamedPoint& point : fitted) {
    taken.push_back(PlaceName(point, taken));
    const Box& box = taken.back();
    svg << "<circle cx='" << point.place[0] << "' cy='" << point.place[1]
        << "' r='4' fill='#2a6f97'/><text x='" << box.left + box.width / 2 << "' y='"
        << box.top + kLine - 2 << "' text-anchor='middle'>" << point.name << "</text>\n";
  }
  svg << "</svg>\n";
}
