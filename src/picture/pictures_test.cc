#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "firth/picture.h"

namespace firth {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t Times(const std::string& text, std::string_view part) {
  std::size_t times = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

TEST(MapSvg, ShowsEveryDotAndTheWordsThatHaveRoom) {
  const std::vector<PlanePoint> points = {{0, 0}, {10, 0}, {0, 10}, {0.001F, 0}};
  const std::vector<std::uint32_t> colors = {0, 1, 7, 0};
  const std::string svg = MapSvg({.points = points,
                                  .words = {"king", "a<b & \"c\"", "苹果", "queen"},
                                  .colors = colors,
                                  .title = "Three & more",
                                  .caption = "4 words"});
  EXPECT_THAT(svg, HasSubstr(">king</text>"));
  EXPECT_THAT(svg, HasSubstr(">a&lt;b &amp; &quot;c&quot;</text>"));
  EXPECT_THAT(svg, HasSubstr(">苹果</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("queen")));  // its dot is under king's
  EXPECT_THAT(svg, HasSubstr("<title>Three &amp; more</title>"));
  EXPECT_EQ(Times(svg, "h0"), 4U);
  EXPECT_EQ(Times(svg, "stroke-linecap"), 3U);  // a path for each colour that is there
}

TEST(MapSvg, WritesNoMoreWordsThanAskedFor) {
  const std::vector<PlanePoint> points = {{0, 0}, {10, 0}, {0, 10}};
  const std::string svg = MapSvg({.points = points, .words = {"a", "b", "c"}, .labels = 1});
  EXPECT_EQ(Times(svg, "<text"), 1U);
}

TEST(MapSvg, HostileWordsAndPlaces) {
  const std::vector<PlanePoint> same(3);
  const std::string bad = {"\xFF\x01\x1B", 3};
  const std::string svg =
      MapSvg({.points = same, .words = {bad, std::string_view(), "\xEF\xBF\xBF"}});
  EXPECT_THAT(svg, Not(HasSubstr("\x01")));
  EXPECT_THAT(svg, Not(HasSubstr("\xFF")));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(MapSvg({}), HasSubstr("</svg>"));
}

TEST(ChartSvg, DrawsItsCurves) {
  const std::string svg =
      ChartSvg({.title = "Loss",
                .x_name = "epoch",
                .y_name = "loss",
                .curves = {{.name = "training", .x = {0, 1, 2}, .y = {0.7, 0.4, 0.3}},
                           {.name = "held out", .x = {1, 2}, .y = {0.5, 0.45}, .dots = true}}});
  EXPECT_THAT(svg, HasSubstr(">training</text>"));
  EXPECT_THAT(svg, HasSubstr(">held out</text>"));
  EXPECT_THAT(svg, HasSubstr(">epoch</text>"));
  EXPECT_EQ(Times(svg, "fill=\"none\""), 2U);
  EXPECT_EQ(Times(svg, "h0"), 2U);
}

TEST(ChartSvg, LeavesOutWhatIsNoNumber) {
  const double inf = std::numeric_limits<double>::infinity();
  const std::string svg = ChartSvg({.curves = {{.x = {0, 1, 2}, .y = {NAN, 1, inf}}}});
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
  EXPECT_THAT(ChartSvg({}), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace firth
