/// The models that firth trains, each a choice of input, context and objective.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "firth/corpus.h"
#include "firth/subwords.h"
#include "firth/word_vectors.h"

namespace firth {

enum class ContextKind {
  kSkipgram,  ///< each word of the window predicts the centre
  kCbow,      ///< the mean of the window predicts the centre
  kGlove,     ///< two words predict how often they meet: TrainGlove's model, not Train's
  kPpmi,      ///< nothing is predicted, pairs are counted: TrainPpmi's model, not Train's
};

/// How the gradient of CBOW's hidden vector, the mean of n rows, reaches these rows.
enum class CbowGradient {
  kExact,     ///< each row gets 1/n of it: the derivative of the mean
  kWord2vec,  ///< each row gets all of it: a larger step, as word2vec, fastText and gensim take it
};

/// How the rows of a window become CBOW's hidden vector.
enum class CbowCombine {
  kMean,    ///< their mean (word2vec, fastText, gensim)
  kSum,     ///< their sum
  kConcat,  ///< one behind the other, each place of the window with weights of its own: the fully
            ///< connected network of Bengio et al. 2003 without its hidden layer's nonlinearity
};

/// What stands at the places of a window that lie beyond the sentence.
enum class Pad {
  kSkip,  ///< nothing (word2vec)
  kZero,  ///< a zero vector, which counts in a mean
};

enum class ContextInit {
  kZero,    ///< the output matrix starts at zero (word2vec)
  kRandom,  ///< it starts as the input matrix does, with other numbers
};

/// What the model learns to tell.
enum class Objective {
  kNegativeSampling,     ///< the centre from a few drawn words
  kHierarchicalSoftmax,  ///< the turns to the centre in a binary tree
  kFullSoftmax,          ///< the centre from all words
};

/// How the models that count pairs count them; --window says how far.
struct PairSettings {
  bool symmetric = true;   ///< the words on both sides of a word are counted, or those before it
  bool harmonic = true;    ///< a word d places away counts 1 / d, or 1
  std::string temp_dir{};  ///< where pairs are that do not fit the memory; empty: the system's
};

/// What GloVe has that other models have not (Pennington, Socher, Manning, EMNLP 2014). A pair of
/// words that was counted x times weighs min(1, (x / x_max)^alpha). Defaults are those of its own
/// program.
struct GloveSettings {
  double x_max = 100;   ///< above 0
  double alpha = 0.75;  ///< 0 to 10
  double eta = 0.05;    ///< AdaGrad's rate
  /// A row `<unk>` behind the others: the mean of the 100 rarest words' (fewer when there are not
  /// so many), or nothing where the text has that word.
  bool unknown_row = false;
};

/// What positive pointwise mutual information has that other models have not (Levy, Goldberg,
/// Dagan, TACL 3, 2015, sections 2.1, 3.2 and 3.3). Defaults are what they found good.
struct PpmiSettings {
  double shift = 1;                 ///< log shift is taken off each PMI; above 0
  double context_smoothing = 0.75;  ///< contexts are as likely as count^this; 0 to 1
  double eigenvalue_power = 0.5;    ///< vectors are U Sigma^this; 0 to 1
};

/// What a model computes, apart from how long and on what it is trained.
struct ModelSettings {
  ContextKind context = ContextKind::kSkipgram;
  std::size_t dim = 100;       ///< columns of both matrices, 1 to 65,536
  SubwordSettings subwords{};  ///< disabled: a word is one row, its own
  std::size_t window = 5;      ///< words on each side of the centre, 1 to 1,000
  WindowMode window_mode = WindowMode::kShrink;
  std::size_t negative = 5;  ///< negative examples for each positive one, 1 to 1,000
  double ns_power = 0.75;    ///< negatives are drawn in proportion to count^power
  std::size_t share_negatives =
      1;  ///< windows in a row, of a sentence, that have the same ones; 1 to 1,000
  CbowGradient cbow_gradient = CbowGradient::kWord2vec;
  CbowCombine cbow_combine = CbowCombine::kMean;
  Objective objective = Objective::kNegativeSampling;
  Pad pad = Pad::kSkip;
  ContextInit context_init = ContextInit::kZero;
  /// Random matrices start uniform in ±init_range / dim.
  double init_range = 0.5;
  PairSettings pairs{};
  GloveSettings glove{};
  PpmiSettings ppmi{};
};

/// Throws Error(kSettings) unless the model's output matrix has a vector of dim numbers of its own
/// for each word.
void RequireContextVectors(const ModelSettings& settings);
/// The same for OutputVectors::kMean, which subwords have not either: n-grams have no output row.
void RequireMeanVectors(const ModelSettings& settings);

/// The baseline that holds no meaning: a 1 in the word's own column, 0 in all others. A matrix of n
/// x n numbers; throws Error(kMemory) when that is more than `memory_limit` bytes (0: no limit).
WordVectors OneHotVectors(Vocabulary vocabulary, std::uint64_t memory_limit = 0);

}  // namespace firth
