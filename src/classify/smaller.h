/// Classifiers that are made smaller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firth/classify.h"

namespace firth::classify {

/// Throws Error(kInput) when the model holds codes in place of numbers.
void RequireNumbers(const Classifier& model);

/// Codes that make the smallest file of a model with these labels.
QuantizeClassifierSettings SmallestCodes(const Vocabulary& labels, std::size_t dim,
                                         const QuantizeSettings& codes);

/// The square of how often each row is used by the lines, which are by the model's numbers.
std::vector<double> SquaredUses(const Classifier& model, const LabelledLines& lines);

/// PruneClassifier and RowsWithin by rows' lengths times `uses`; empty: by their lengths alone.
/// REQUIRES: numbers in place of codes; for Prune, an input that is held and has more rows.
Classifier Prune(Classifier model, std::size_t rows, std::span<const double> uses);
std::size_t RowsWithin(const Classifier& model, std::uint64_t bytes,
                       const QuantizeClassifierSettings& settings, std::span<const double> uses);

/// The largest dim, from 8 to 512, with which half of `bytes` at least are left to rows, else 8 if
/// that leaves room for one; `fixed` when it is not 0, and leaves it. Throws Error(kSettings) when
/// there is none.
std::size_t MostDim(const Vocabulary& labels, std::size_t fixed, std::uint64_t bytes);

/// Bytes of the file of a quantised model without a row: settings, labels and their rows, points.
std::uint64_t BytesWithoutRows(const Vocabulary& labels, std::size_t dim,
                               const QuantizeClassifierSettings& settings);

}  // namespace firth::classify
