/// Settings by chance.
#pragma once

#include <cstddef>

#include "base/random.h"
#include "firth/classify.h"

namespace firth::classify {

inline constexpr std::size_t kLeastDim = 8;
inline constexpr std::size_t kMostDim = 512;

/// What may be drawn.
struct DrawLimits {
  FixedSettings fixed{};
  std::size_t most_dim = kMostDim;  ///< below kLeastDim counts as that
};

/// What Autotune may choose, drawn anew: learning rate 0.01 to 5, epochs 1 to 100, dim 8 to
/// most_dim, runs of up to 5 words, n-grams of up to 6 characters, 2^13 to 2^21 buckets. The rest
/// is as in `settings`.
ClassifierSettings AnySettings(const ClassifierSettings& settings, const DrawLimits& limits,
                               base::SplitMix64& random);

/// The same, but not far from `best`, whose kinds of n-grams mostly stay.
ClassifierSettings NearSettings(const ClassifierSettings& best, const DrawLimits& limits,
                                base::SplitMix64& random);

/// Numbers in a piece of a quantised row: 2, 4, 8 or 16.
std::size_t AnyPiece(base::SplitMix64& random);
/// Mostly `best`.
std::size_t NearPiece(std::size_t best, base::SplitMix64& random);

}  // namespace firth::classify
