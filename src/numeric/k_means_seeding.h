/// Where k-means starts.
#pragma once

#include <cstddef>
#include <vector>

#include "base/random.h"
#include "kernels/kernels.h"
#include "numeric/points.h"

namespace firth::numeric {

/// k-means++ (Arthur and Vassilvitskii, SODA 2007): the first point at random, each further one
/// with a chance that grows with the square of its distance to the nearest chosen one. When all
/// others equal a chosen one, any is taken. REQUIRES: 0 < count <= points.size().
std::vector<std::size_t> ChooseSeeds(const Points& points, std::size_t count,
                                     base::SplitMix64& random,
                                     const kernels::Kernels<float>& kernels);

}  // namespace firth::numeric
