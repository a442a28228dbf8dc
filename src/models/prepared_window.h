/// A window made ready for its step.
#pragma once

#include <bit>
#include <cstddef>
#include <vector>

#include "base/refilled_list.h"
#include "firth/types.h"

namespace firth::models {

/// Windows between the call for their rows and their step, the one being prepared included.
inline constexpr std::size_t kWindowsAhead = 3;

/// For how many words an input that keeps their vectors while windows use them has room: a power of
/// two.
inline std::size_t WordsInReach(std::size_t half_width) {
  return std::bit_ceil(2 * half_width + kWindowsAhead + 1);
}

/// The rows that meet, and the labels between them. Kept and refilled: no allocation in training
/// once the lists have grown.
template <class Real>
struct PreparedWindow {
  std::size_t centre = 0;                  ///< its place in the sentence
  std::size_t end = 0;                     ///< the place behind its last word
  base::RefilledList<Real*> inputs;        ///< vectors of the context words
  base::RefilledList<Real> row_counts;     ///< rows that each is the mean of; empty: one each
  base::RefilledList<std::size_t> places;  ///< of a placed context: where each stands, from 0
  std::size_t width = 0;              ///< places in the window, those beyond the sentence included
  base::RefilledList<Real*> outputs;  ///< different rows of the output matrix
  base::RefilledList<RowId>
      output_rows;                   ///< the same, where they are narrow: outputs are made of them
  std::vector<Real> labels;          ///< as kernels::StepPlan asks
  std::size_t labelled_outputs = 0;  ///< how many outputs the labels were laid out for
  std::size_t examples = 0;
  base::RefilledList<const Real*> fetch;  ///< rows that this window is the first to need
};

}  // namespace firth::models
