/// Classifiers that are made smaller.
#pragma once

#include "firth/classify.h"

namespace firth::classify {

/// Throws Error(kInput) when the model holds codes in place of numbers.
void RequireNumbers(const Classifier& model);

}  // namespace firth::classify
