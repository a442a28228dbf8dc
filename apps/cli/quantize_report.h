/// What smaller files have lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "firth/classify.h"
#include "firth/quantized.h"
#include "firth/word_vectors.h"

namespace firth::cli {

struct QuantizeReport {
  std::uint64_t bytes_before = 0;
  std::uint64_t bytes_after = 0;
  std::size_t rows_before = 0;  ///< of words and n-grams
  std::size_t rows_after = 0;
  std::size_t words = 0;  ///< of rows_after
  RowLoss loss{};
  std::size_t asked = 0;  ///< words whose neighbours were compared
  double recall = 0;      ///< of their kNeighbors nearest
  std::optional<ClassifierScores> scores_before{};
  std::optional<ClassifierScores> scores_after{};
};

inline constexpr std::size_t kNeighbors = 10;

/// Compares the vectors of the words that both have, and the neighbours of up to 1,000 of them.
void CompareVectors(const WordVectors& before, const WordVectors& after, QuantizeReport& report);

/// To stdout.
void Print(const QuantizeReport& report, bool json);

}  // namespace firth::cli
