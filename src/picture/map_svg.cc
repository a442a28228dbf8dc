#include <algorithm>
#include <array>
#include <limits>

#include "base/utf8.h"
#include "firth/picture.h"
#include "picture/labels.h"
#include "picture/svg.h"
#include "picture/text_width.h"

namespace firth {
namespace {

using picture::Box;
using picture::kColors;
using picture::Short;

constexpr double kMargin = 24;
constexpr double kTitleSize = 20;
constexpr double kCaptionSize = 12;
/// Sizes of words: the first tenth of those that may be written, the next two tenths, the rest.
constexpr std::array kWordSizes = {14.5, 12.5, 11.0};
constexpr double kDot = 2.2;
/// A word has to be short enough to be read at a glance.
constexpr std::size_t kLongestWord = 40;

struct Places {
  Box frame;
  std::vector<PlanePoint> points;  ///< in pixels, y downwards
};

/// The plane fitted into the frame, axes alike, in its middle.
Places Fit(const MapPicture& picture) {
  const double top = picture.title.empty() ? kMargin : kMargin + 2 * kTitleSize;
  const double below = picture.caption.empty() ? 0 : 2 * kCaptionSize;
  Places places;
  places.frame = {kMargin, top, static_cast<double>(picture.width) - kMargin,
                  static_cast<double>(picture.height) - kMargin - below};
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  PlanePoint low = {kInfinity, kInfinity};
  PlanePoint high = {-kInfinity, -kInfinity};
  for (const auto& [x, y] : picture.points) {
    low = {std::min(low.x, x), std::min(low.y, y)};
    high = {std::max(high.x, x), std::max(high.y, y)};
  }
  const auto& [left, up, right, down] = places.frame;
  // Some room for words beside the outermost dots.
  const double across = right - left - 6 * kMargin;
  const double along = down - up - 2 * kMargin;
  const double wide = std::max(double{high.x} - double{low.x}, 1e-30);
  const double tall = std::max(double{high.y} - double{low.y}, 1e-30);
  const double scale = std::min(across / wide, along / tall);
  for (const auto& [x, y] : picture.points) {
    const double from_middle = double{x} - (double{low.x} + double{high.x}) / 2;
    const double above_middle = double{y} - (double{low.y} + double{high.y}) / 2;
    places.points.push_back({static_cast<float>((left + right) / 2 + scale * from_middle),
                             static_cast<float>((up + down) / 2 - scale * above_middle)});
  }
  return places;
}

std::string_view ColorOf(const MapPicture& picture, std::size_t point) {
  return kColors[picture.colors.empty() ? 0 : picture.colors[point]];
}

/// One path a colour: a line of no length with round ends is a dot.
void DrawDots(const MapPicture& picture, const std::vector<PlanePoint>& points, picture::Svg& svg) {
  std::array<std::string, kMapColors> paths;
  for (std::size_t i = 0; i < points.size(); ++i) {
    fmt::format_to(std::back_inserter(paths[picture.colors.empty() ? 0 : picture.colors[i]]),
                   "M{} {}h0", Short(double{points[i].x}), Short(double{points[i].y}));
  }
  for (std::size_t color = 0; color < kMapColors; ++color) {
    if (paths[color].empty()) continue;
    svg.Add(R"(<path d="{}" stroke="{}" stroke-width="{}" stroke-linecap="round" opacity="0.45"/>)",
            paths[color], kColors[color], Short(2 * kDot));
  }
}

struct Words {
  std::vector<std::size_t> points;  ///< whose they are
  std::vector<std::string> texts;
  std::vector<double> sizes;
  std::vector<picture::Label> labels;
};

Words WordsToPlace(const MapPicture& picture, const std::vector<PlanePoint>& points) {
  Words words;
  const std::size_t limit = picture.labels == 0 ? points.size() : picture.labels;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::string text;
    base::RepairUtf8(picture.words[i], text);
    if (text.empty() || text.size() > kLongestWord) continue;
    const std::size_t rank = std::min(points.size(), std::min<std::size_t>(limit, 400));
    const double size = i < rank / 10       ? kWordSizes[0]
                        : i < 3 * rank / 10 ? kWordSizes[1]
                                            : kWordSizes[2];
    words.labels.push_back({.x = double{points[i].x},
                            .y = double{points[i].y},
                            .width = size * picture::TextWidth(text),
                            .height = 1.15 * size});
    words.points.push_back(i);
    words.texts.push_back(std::move(text));
    words.sizes.push_back(size);
  }
  return words;
}

void DrawWords(const MapPicture& picture, const Places& places, picture::Svg& svg) {
  const Words words = WordsToPlace(picture, places.points);
  const std::size_t limit =
      picture.labels == 0 ? std::numeric_limits<std::size_t>::max() : picture.labels;
  const auto boxes = picture::PlaceLabels(words.labels, places.frame, kDot + 1, limit);
  for (std::size_t w = 0; w < boxes.size(); ++w) {
    if (!boxes[w]) continue;
    const std::size_t point = words.points[w];
    svg.Add(R"(<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="#ffffff"/>)",
            Short(words.labels[w].x), Short(words.labels[w].y), Short(kDot + 1),
            ColorOf(picture, point));
  }
  for (std::size_t w = 0; w < boxes.size(); ++w) {
    if (!boxes[w]) continue;
    const Box& box = *boxes[w];
    // Beside a dot, at the end that is near it: a narrower font leaves no gap there.
    const double middle = (box.left + box.right) / 2;
    const bool right = box.left > words.labels[w].x;
    const bool left = box.right < words.labels[w].x;
    svg.Text(right  ? box.left
             : left ? box.right
                    : middle,
             box.bottom - 0.3 * words.sizes[w], words.sizes[w], words.texts[w],
             right  ? "start"
             : left ? "end"
                    : "middle",
             picture::kInk,
             R"(stroke="#ffffff" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke")");
  }
}

}  // namespace

std::string MapSvg(const MapPicture& picture) {
  picture::Svg svg(picture.width, picture.height,
                   picture.title.empty() ? "Map of words" : picture.title);
  if (!picture.title.empty()) {
    svg.Text(kMargin, kMargin + kTitleSize, kTitleSize, picture.title, "start", picture::kInk,
             R"(font-weight="bold")");
  }
  const Places places = Fit(picture);
  DrawDots(picture, places.points, svg);
  DrawWords(picture, places, svg);
  if (!picture.caption.empty()) {
    svg.Text(kMargin, static_cast<double>(picture.height) - kMargin, kCaptionSize, picture.caption,
             "start", picture::kFaint);
  }
  return std::move(svg).Finish();
}

}  // namespace firth
