/// Principal components.
#pragma once

#include "firth/project.h"

namespace firth::project {

/// The rows, scaled to length 1 and centred, on their two directions of largest variance. Each
/// direction's largest number in absolute value is positive, so that no chance decides its sign.
Projection Pca(MatrixView rows, const ProjectionSettings& settings,
               const ProjectionObserver& observer);

}  // namespace firth::project
