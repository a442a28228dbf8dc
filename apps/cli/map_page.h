/// A map as one page that needs nothing else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "firth/index.h"
#include "firth/project.h"
#include "firth/word_vectors.h"

namespace firth::cli {

/// What the page shows. The words are the first points.size() of `vectors`.
struct MapData {
  const WordVectors& vectors;
  std::span<const PlanePoint> points{};
  std::span<const std::uint32_t> colors{};
  std::span<const std::vector<Neighbor>> neighbors{};  ///< of each word; empty: not known
  std::string title{};
  std::string caption{};
};

/// Throws as MapPage does.
std::string PageOf(const MapData& map);

}  // namespace firth::cli
