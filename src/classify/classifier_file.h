/// Classifiers from bytes of any origin.
#pragma once

#include <cstdint>
#include <string_view>

#include "firth/classify.h"
#include "formats/source.h"

namespace firth::classify {

/// As firth::ReadClassifier. Matrices are borrowed where they are aligned as floats ask.
Classifier ReadClassifier(const formats::Source& source, std::string_view label_prefix,
                          std::uint64_t memory_limit);

}  // namespace firth::classify
