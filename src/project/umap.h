/// Uniform manifold approximation and projection.
#pragma once

#include "firth/project.h"

namespace firth::project {

/// UMAP (McInnes, Healy, Melville 2018, arXiv 1802.03426) from the exact neighbours, starting at
/// the principal components. REQUIRES: settings are in range.
Projection Umap(MatrixView rows, const ProjectionSettings& settings,
                const ProjectionObserver& observer);

}  // namespace firth::project
