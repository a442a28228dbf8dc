/// The models that firth trains, each a choice of input, context and objective.
#pragma once

#include <cstddef>
#include <cstdint>

#include "firth/corpus.h"

namespace firth {

enum class ContextKind {
  kSkipgram,  ///< each word of the window predicts the centre
  kCbow,      ///< the mean of the window predicts the centre
};

/// How the gradient of CBOW's hidden vector, the mean of n rows, reaches these rows.
enum class CbowGradient {
  kExact,     ///< each row gets 1/n of it: the derivative of the mean
  kWord2vec,  ///< each row gets all of it: a larger step, as word2vec, fastText and gensim take it
};

/// What a model computes, apart from how long and on what it is trained.
struct ModelSettings {
  ContextKind context = ContextKind::kSkipgram;
  std::size_t dim = 100;   ///< columns of both matrices, 1 to 65,536
  std::size_t window = 5;  ///< words on each side of the centre, 1 to 1,000
  WindowMode window_mode = WindowMode::kShrink;
  std::size_t negative = 5;  ///< negative examples for each positive one, 1 to 1,000
  double ns_power = 0.75;    ///< negatives are drawn in proportion to count^power
  CbowGradient cbow_gradient = CbowGradient::kWord2vec;
  /// The input matrix starts uniform in ±init_range / dim; the output matrix at zero.
  double init_range = 0.5;
};

}  // namespace firth
