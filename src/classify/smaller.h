/// Classifiers that are made smaller.
#pragma once

#include "firth/classify.h"

namespace firth::classify {

/// Throws Error(kInput) when the model holds codes in place of numbers.
void RequireNumbers(const Classifier& model);

/// Codes as they are best for a small file of a model with so many labels.
QuantizeClassifierSettings SmallestCodes(std::size_t labels, const QuantizeSettings& codes);

/// The largest dim, from 8 to 512, with which half of `bytes` at least are left to rows; `fixed`
/// when that is not 0, and has room for a row at least. Throws Error(kSettings) when there is none.
std::size_t MostDim(const Vocabulary& labels, std::size_t fixed, std::uint64_t bytes);

/// Bytes of the file of a quantised model without a row: settings, labels and their rows, points.
std::uint64_t BytesWithoutRows(const Vocabulary& labels, std::size_t dim,
                               const QuantizeClassifierSettings& settings);

}  // namespace firth::classify
