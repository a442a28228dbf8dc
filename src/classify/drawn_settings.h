/// Settings by chance.
#pragma once

#include "base/random.h"
#include "firth/classify.h"

namespace firth::classify {

/// What Autotune may choose, drawn anew: learning rate 0.01 to 5, epochs 1 to 100, dim 8 to 512,
/// runs of up to 5 words, n-grams of up to 6 characters, 2^13 to 2^21 buckets. The rest is as in
/// `settings`.
ClassifierSettings AnySettings(const ClassifierSettings& settings, base::SplitMix64& random);

/// The same, but not far from `best`, whose kinds of n-grams mostly stay.
ClassifierSettings NearSettings(const ClassifierSettings& best, base::SplitMix64& random);

}  // namespace firth::classify
