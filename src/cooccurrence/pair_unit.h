/// Counts as whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "firth/cooccurrence.h"

namespace firth::cooccurrence {

/// The unit in which pairs are counted. Sums of whole numbers do not depend on the order in which
/// they are added up, so neither threads nor temporary files can change a count. Weights 1 / d are
/// exact in units of 1 / lcm(1 to window) as long as no cell can overflow 64 bits; where one could
/// (windows wider than 22), the unit is the smallest power of two that leaves room and each weight
/// is rounded to a multiple of it: at a distance d, by a share of d x unit / 2 at most.
class PairUnit {
 public:
  /// `tokens`: of the whole corpus. REQUIRES: valid settings.
  PairUnit(const CooccurrenceSettings& settings, std::uint64_t tokens);

  std::size_t window() const { return weights_.size(); }
  /// Weights at the distances 1, 2, ... window(), in units; all above 0.
  const std::uint64_t* weights() const { return weights_.data(); }
  /// The most that one occurrence of a word can add to a cell.
  std::uint64_t most() const { return most_; }
  bool exact() const { return exact_; }

  double Value(std::uint64_t sum) const { return static_cast<double>(sum) / per_one_; }

 private:
  std::vector<std::uint64_t> weights_;
  std::uint64_t most_ = 0;
  double per_one_ = 1;  ///< units in 1
  bool exact_ = true;
};

}  // namespace firth::cooccurrence
