/// Many dimensions seen in a plane.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/matrix.h"

namespace firth {

/// A place in the plane.
struct PlanePoint {
  float x = 0;
  float y = 0;
};

enum class ProjectionMethod {
  kPca,   ///< the two directions of largest variance: at once, distances are not stretched
  kUmap,  ///< neighbours stay neighbours (McInnes, Healy, Melville 2018, arXiv 1802.03426)
  kTsne,  ///< the same, groups apart (van der Maaten, Hinton 2008, JMLR 9)
};

/// "pca", "umap", "tsne".
std::string_view ProjectionMethodName(ProjectionMethod method);
/// Throws Error(kSettings) naming the known ones.
ProjectionMethod ProjectionMethodFromName(std::string_view name);

struct ProjectionSettings {
  ProjectionMethod method = ProjectionMethod::kUmap;
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< the result does not depend on it
  CpuTarget target = CpuTarget::kBest;

  // Of UMAP alone; the defaults are umap-learn's.
  std::size_t neighbors = 15;  ///< near rows that a row is held to, itself among them; from 2
  double min_distance = 0.1;   ///< how close neighbours may come: 0 to 1
  std::size_t negatives = 5;   ///< rows pushed away for each that is pulled near

  /// Of t-SNE alone: about so many near rows count, 2 to 300.
  double perplexity = 30;

  /// Of both. 0: UMAP's 500 up to 10,000 rows, 300 above; t-SNE's 750.
  std::size_t epochs = 0;
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const ProjectionSettings& settings);

/// What the caller hears meanwhile, from the thread that called. May be empty.
struct ProjectionObserver {
  /// `stage`: "directions", "neighbours", "layout"; `share` of it: 0 to 1.
  std::function<void(std::string_view stage, double share)> progress;
  std::stop_token stop;
};

struct Projection {
  std::vector<PlanePoint> points{};  ///< one a row, around (0, 0)
  /// PCA: the share of the variance that each axis shows; 0 otherwise.
  std::array<double, 2> shares{};
};

/// Rows in the plane. They are compared by direction alone, as all of firth's questions are: each
/// is scaled to length 1 first; a row of zeros, or one that holds a NaN or an infinity, counts as
/// zeros. The same seed and target give the same bytes. Empty when a stop was requested. Throws
/// Error(kSettings), std::bad_alloc.
Projection Project(MatrixView rows, const ProjectionSettings& settings = {},
                   const ProjectionObserver& observer = {});

/// Points that lie together: at most `groups` groups by k-means, numbered in the order of their
/// first points. Of more than 20,000 points so many, drawn by chance, decide where the groups are.
/// The same seed gives the same groups. REQUIRES: finite points, groups > 0.
std::vector<std::uint32_t> GroupsOf(std::span<const PlanePoint> points, std::size_t groups,
                                    std::uint64_t seed = 1);

}  // namespace firth
