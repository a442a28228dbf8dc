/// Points that are pulled by their edges and pushed by chance.
#pragma once

#include <vector>

#include "firth/project.h"
#include "project/fuzzy_graph.h"

namespace firth::project {

/// Gradient descent on UMAP's cross entropy with negative sampling (McInnes, Healy, Melville 2018,
/// algorithm 5): an edge pulls in that share of the epochs that its weight is of the largest, and
/// each time `negatives` points drawn by chance push. An eighth of the points moves at once, each
/// by where the others were before, and with random numbers of its own: no two threads write to one
/// place, and no number of threads changes the result. REQUIRES: places.size() == graph.rows().
/// False when a stop was requested.
bool LayOut(const FuzzyGraph& graph, const ProjectionSettings& settings,
            const ProjectionObserver& observer, std::vector<PlanePoint>& places);

/// Moves all points so that their mean is (0, 0).
void Centre(std::vector<PlanePoint>& points);

}  // namespace firth::project
