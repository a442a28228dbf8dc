/// Pictures for papers and pages: SVG, light, with text that stays text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firth/project.h"

namespace firth {

/// A map of words.
struct MapPicture {
  std::span<const PlanePoint> points{};
  std::vector<std::string_view> words{};  ///< one a point, the most important first
  /// The colour of each point, below kMapColors; empty: all alike.
  std::vector<std::uint32_t> colors{};
  std::string title{};     ///< above the map; empty: none
  std::string caption{};   ///< below, small: how it was made
  std::size_t labels = 0;  ///< at most so many words are written out; 0: as many as have room
  std::size_t width = 1200;
  std::size_t height = 900;
};

inline constexpr std::size_t kMapColors = 8;

/// All points as dots, and words beside theirs: in their order each that finds room, so that no
/// two words overlap and none covers the dot of another. Bad UTF-8 is repaired. REQUIRES: as many
/// words as points, and colours, where there are any; finite points.
std::string MapSvg(const MapPicture& picture);

/// Numbers over a run, joined by a line.
struct Curve {
  std::string name{};
  std::vector<double> x{};
  std::vector<double> y{};
  bool dots = false;  ///< mark each number: for those that are few
};

struct ChartPicture {
  std::string title{};
  std::string x_name{};
  std::string y_name{};
  std::vector<Curve> curves{};
  std::size_t width = 800;
  std::size_t height = 480;
};

/// Curves over common axes, whose ends and steps are round numbers. Numbers that are not finite are
/// left out. REQUIRES: x and y of a curve are equally long.
std::string ChartSvg(const ChartPicture& picture);

}  // namespace firth
