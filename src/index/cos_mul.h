/// 3CosMul: analogies by multiplying cosines.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "firth/index.h"
#include "kernels/kernels.h"

namespace firth::index {

/// Keeps the denominator from zero (Levy and Goldberg 2014, section 4).
inline constexpr float kCosMulEpsilon = 0.001F;

/// Answers batches of questions against all rows, tile by tile. Every word of a batch meets a tile
/// once, however many questions it is part of. One a thread: it owns the scratch.
class CosMulSearch {
 public:
  /// `inverse_lengths` of the searched rows, NaN for hidden ones.
  CosMulSearch(const ExactIndex& index, MatrixView matrix, std::span<const float> inverse_lengths,
               const kernels::Kernels<float>& kernels)
      : index_(index), matrix_(matrix), inverse_lengths_(inverse_lengths), kernels_(kernels) {}

  /// The best `k` rows for each question, its own three left out. The fewer words the questions
  /// have, the faster. REQUIRES: answers.size() == questions.size().
  void Answer(std::span<const AnalogyRows> questions, std::size_t k,
              std::span<std::vector<Neighbor>> answers);

 private:
  using Places = std::array<std::size_t, 3>;  ///< of a question's words in units_

  std::vector<Places> TakeWords(std::span<const AnalogyRows> questions);
  void ShiftCosines(std::size_t first, std::size_t count);
  void Score(const Places& places, std::span<float> scores) const;

  const ExactIndex& index_;
  MatrixView matrix_;
  std::span<const float> inverse_lengths_;
  const kernels::Kernels<float>& kernels_;
  Matrix units_;                // the words of a batch, of length 1
  std::vector<float> shifted_;  // (1 + cosine) / 2 of each word with each row of a tile
};

}  // namespace firth::index
