/// Classifiers that are made smaller.
#pragma once

#include "firth/classify.h"

namespace firth::classify {

/// Throws Error(kInput) when the model holds codes in place of numbers.
void RequireNumbers(const Classifier& model);

/// Codes that make the smallest file of a model with these labels.
QuantizeClassifierSettings SmallestCodes(const Vocabulary& labels, std::size_t dim,
                                         const QuantizeSettings& codes);

/// The largest dim, from 8 to 512, with which half of `bytes` at least are left to rows, else 8 if
/// that leaves room for one; `fixed` when it is not 0, and leaves it. Throws Error(kSettings) when
/// there is none.
std::size_t MostDim(const Vocabulary& labels, std::size_t fixed, std::uint64_t bytes);

/// Bytes of the file of a quantised model without a row: settings, labels and their rows, points.
std::uint64_t BytesWithoutRows(const Vocabulary& labels, std::size_t dim,
                               const QuantizeClassifierSettings& settings);

}  // namespace firth::classify
