#include "project/nearness.h"

#include <gtest/gtest.h>

namespace firth::project {
namespace {

// What umap.umap_.find_ab_params(1.0, min_dist) of umap-learn 0.5.12 gives.
TEST(Nearness, IsThatOfUmapLearn) {
  struct Case {
    double min_distance, a, b;
  };
  for (const auto& [min_distance, a, b] :
       {Case{0.0, 1.9328083981, 0.7904949737}, Case{0.1, 1.5769434605, 0.8950608780},
        Case{0.5, 0.5830300204, 1.3341669927}}) {
    const Nearness curve = FitNearness(min_distance);
    EXPECT_NEAR(curve.a, a, 1e-4) << min_distance;
    EXPECT_NEAR(curve.b, b, 1e-4) << min_distance;
  }
}

}  // namespace
}  // namespace firth::project
