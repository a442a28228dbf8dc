#include <algorithm>
#include <cmath>
#include <limits>

#include "firth/picture.h"
#include "picture/axis.h"
#include "picture/svg.h"

namespace firth {
namespace {

using picture::Axis;
using picture::Short;

constexpr double kLeft = 76;
constexpr double kRight = 28;
constexpr double kTop = 56;
constexpr double kBottom = 58;
constexpr double kTextSize = 13;
constexpr std::size_t kCurveColors = 4;  // then they begin again

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void Take(double number) {
    low = std::min(low, number);
    high = std::max(high, number);
  }
  Axis ToAxis(int steps) const {
    return low > high ? picture::MakeAxis(0, 1, steps) : picture::MakeAxis(low, high, steps);
  }
};

/// calls work(x, y) for each pair of finite numbers.
template <class Work>
void ForEachPoint(const Curve& curve, const Work& work) {
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    if (std::isfinite(curve.x[i]) && std::isfinite(curve.y[i])) work(curve.x[i], curve.y[i]);
  }
}

class Chart {
 public:
  explicit Chart(const ChartPicture& picture)
      : picture_(picture),
        width_(static_cast<double>(picture.width)),
        height_(static_cast<double>(picture.height)),
        svg_(picture.width, picture.height, picture.title) {
    Range across;
    Range along;
    for (const Curve& curve : picture.curves) {
      ForEachPoint(curve, [&](double x, double y) {
        across.Take(x);
        along.Take(y);
      });
    }
    x_ = across.ToAxis(8);
    y_ = along.ToAxis(6);
  }

  std::string Draw() && {
    svg_.Text(kLeft, 26, 17, picture_.title, "start", picture::kInk, R"(font-weight="bold")");
    DrawGrid();
    for (std::size_t c = 0; c < picture_.curves.size(); ++c) {
      DrawCurve(picture_.curves[c], picture::kColors[c % kCurveColors]);
    }
    DrawNames();
    return std::move(svg_).Finish();
  }

 private:
  double X(double number) const { return kLeft + x_.Share(number) * (width_ - kLeft - kRight); }
  double Y(double number) const {
    return height_ - kBottom - y_.Share(number) * (height_ - kTop - kBottom);
  }

  void DrawGrid() {
    for (const double tick : y_.ticks) {
      svg_.Add(R"(<path d="M{} {}H{}" stroke="{}"/>)", Short(kLeft), Short(Y(tick)),
               Short(width_ - kRight), picture::kRule);
      svg_.Text(kLeft - 8, Y(tick) + 4, kTextSize, y_.Text(tick), "end", picture::kFaint);
    }
    for (const double tick : x_.ticks) {
      svg_.Add(R"(<path d="M{} {}v5" stroke="{}"/>)", Short(X(tick)), Short(height_ - kBottom),
               picture::kFaint);
      svg_.Text(X(tick), height_ - kBottom + 21, kTextSize, x_.Text(tick), "middle",
                picture::kFaint);
    }
    svg_.Add(R"(<path d="M{} {}H{}" stroke="{}"/>)", Short(kLeft), Short(height_ - kBottom),
             Short(width_ - kRight), picture::kFaint);
    svg_.Text((kLeft + width_ - kRight) / 2, height_ - 12, kTextSize, picture_.x_name, "middle",
              picture::kInk);
    svg_.Text(0, 0, kTextSize, picture_.y_name, "middle", picture::kInk,
              fmt::format(R"x(transform="translate(18 {}) rotate(-90)")x",
                          Short((kTop + height_ - kBottom) / 2)));
  }

  void DrawCurve(const Curve& curve, std::string_view color) {
    std::string path;
    std::string dots;
    ForEachPoint(curve, [&](double x, double y) {
      const std::string place = fmt::format("{} {}", Short(X(x)), Short(Y(y)));
      fmt::format_to(std::back_inserter(path), "{}{}", path.empty() ? "M" : "L", place);
      if (curve.dots) fmt::format_to(std::back_inserter(dots), "M{}h0", place);
    });
    if (path.empty()) return;
    svg_.Add(R"(<path d="{}" fill="none" stroke="{}" stroke-width="2" stroke-linejoin="round"/>)",
             path, color);
    if (dots.empty()) return;
    svg_.Add(R"(<path d="{}" stroke="{}" stroke-width="7" stroke-linecap="round"/>)", dots, color);
  }

  /// Which colour is which curve, above the plot; one curve needs no name.
  void DrawNames() {
    if (picture_.curves.size() < 2) return;
    double x = kLeft;
    for (std::size_t c = 0; c < picture_.curves.size(); ++c) {
      svg_.Add(R"(<path d="M{} 41h18" stroke="{}" stroke-width="3"/>)", Short(x),
               picture::kColors[c % kCurveColors]);
      svg_.Text(x + 24, 45, kTextSize, picture_.curves[c].name, "start", picture::kInk);
      x += 60 + kTextSize * 0.62 * static_cast<double>(picture_.curves[c].name.size());
    }
  }

  const ChartPicture& picture_;
  double width_;
  double height_;
  picture::Svg svg_;
  Axis x_;
  Axis y_;
};

}  // namespace

std::string ChartSvg(const ChartPicture& picture) { return Chart(picture).Draw(); }

}  // namespace firth
