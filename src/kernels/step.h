/// One step of gradient descent on a small block of (input, output) pairs: what training spends its
/// time on, whatever the model.
#pragma once

#include <cmath>
#include <cstddef>

namespace firth::kernels {

/// What a pair of input and output is an example of.
template <class Real>
inline constexpr Real kPositive = 1;
template <class Real>
inline constexpr Real kNegative = 0;
template <class Real>
inline constexpr Real kSkip = -1;  ///< no example at all

/// Input rows, output rows, and the matrix of labels between them.
///
/// With s = input . output, p = sigmoid(s) and label 1 or 0, the loss of a pair is
/// -log p or -log(1 - p) (Mikolov et al. 2013, arXiv 1310.4546, eq. 4), its coefficient is
/// rate * (label - p), and one step adds
///   coefficient * output to the input row, coefficient * input to the output row,
/// both from the values before the step.
///
/// Rows start on 64-byte boundaries and hold `columns` numbers, a multiple of 64 / sizeof(Real),
/// the padding being zeros, which stay zeros. Outputs are different rows. An input may repeat; its
/// second visit may then see the result of the first.
///
/// `labels` holds inputs x outputs values, row by row, and is readable up to a multiple of
/// kLabelPadding. `fetch` names rows that coming steps will visit: the update asks for them line by
/// line between its own work, so that waiting for memory and computing overlap.
/// Threads: rows may be shared (Hogwild); everything else belongs to the caller.
template <class Real>
struct StepPlan {
  Real* const* inputs;
  std::size_t input_count;
  Real* const* outputs;
  std::size_t output_count;
  const Real* labels;
  std::size_t columns;
  const Real* const* fetch = nullptr;
  std::size_t fetch_count = 0;
};

inline constexpr std::size_t kLabelPadding = 16;

/// How many labels a plan holds: its pairs, rounded up.
constexpr std::size_t PaddedPairs(std::size_t inputs, std::size_t outputs) {
  return (inputs * outputs + kLabelPadding - 1) / kLabelPadding * kLabelPadding;
}

/// How many numbers `scores`, `coefficients` and `scratch` must have room for: kernels write whole
/// vectors, and keep what inputs move by beside these until all outputs have seen them.
constexpr std::size_t ScratchSize(std::size_t inputs, std::size_t outputs) {
  return PaddedPairs(inputs, outputs) + kLabelPadding * (inputs + 1);
}

/// How inputs are stepped one after the other, where each sees what the ones before it have taught
/// the outputs. The plan's labels are then those of one input, none of them kSkip: the others' are
/// the same.
template <class Real>
struct OneByOne {
  Real rate;
  Real certain;  ///< a pair whose score is as far as this from 0, or farther, moves nothing
};

/// The loss of a step, summed over its pairs: `sum` less the logarithm of `product`, which is from
/// 2^-120 to 1: LossTotal adds up many of them and takes few logarithms.
struct StepLoss {
  double sum = 0;
  double product = 1;

  double Value() const { return sum - std::log(product); }
};

/// The losses of many steps.
class LossTotal {
 public:
  LossTotal& operator+=(const StepLoss& loss) {
    sum_ += loss.sum;
    product_ *= loss.product;
    if (product_ < kLeast) {
      sum_ -= std::log(product_);
      product_ = 1;
    }
    return *this;
  }
  double Value() const { return sum_ - std::log(product_); }

 private:
  /// Far from the smallest numbers.
  static constexpr double kLeast = 0x1p-800;

  double sum_ = 0;
  double product_ = 1;
};

}  // namespace firth::kernels
