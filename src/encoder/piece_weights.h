/// How much a piece counts in the mean of a text.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace firth::encoder {

/// a / (a + p) of Arora, Liang, Ma (A simple but tough-to-beat baseline for sentence embeddings,
/// ICLR 2017), a being `sif`, for each share p of all pieces. With a of 0, 1 for all.
std::vector<double> SifWeights(std::span<const double> shares, double sif);

/// Shares by rank, as Zipf's law has them and as Model2Vec (van Dongen, Tulkens 2024) counts: from
/// the second rank on, so that what stands first is half as frequent as a piece of rank 1 would be.
std::vector<double> ZipfShares(std::size_t count);

/// Throws Error(kSettings) unless `sif` is a finite number from 0 up.
void CheckSif(double sif);

}  // namespace firth::encoder
