/// What a thread trains with.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "firth/models.h"
#include "firth/types.h"
#include "kernels/kernels.h"
#include "matrix/shared_rows.h"
#include "models/objective/huffman.h"
#include "models/objective/negative_sampler.h"
#include "text/subword_rows.h"

namespace firth::models {

/// Loss summed over examples, each a pair of input and output with a label.
struct ExampleLoss {
  double sum = 0;
  std::uint64_t examples = 0;

  ExampleLoss& operator+=(const ExampleLoss& other) {
    sum += other.sum;
    examples += other.examples;
    return *this;
  }
};

/// A model's way to learn from one sentence. It holds scratch memory: one a thread.
class SentenceModel {
 public:
  virtual ~SentenceModel() = default;

  /// Takes every word of the sentence once as the centre of a window. `rate` is the learning rate;
  /// everything random comes from `random`.
  virtual ExampleLoss Train(std::span<const TokenId> sentence, double rate,
                            base::SplitMix64& random) = 0;

  /// Adds the rows of both matrices that Train may use for sentences of these words, but for those
  /// that it draws: of these it takes what SharedRows::NearestFree allows.
  virtual void ListRows(std::span<const TokenId> words, std::vector<RowId>& inputs,
                        std::vector<RowId>& outputs) const = 0;
};

/// Takes steps in the kernel's place, at once or later. The rows of a plan stay where they are; all
/// else of it lives as long as the call.
template <class Real>
class StepTaker {
 public:
  virtual ~StepTaker() = default;
  /// Returns the loss of what was done meanwhile.
  virtual kernels::StepLoss Take(const kernels::StepPlan<Real>& plan, Real rate) = 0;
};

/// What the models of all threads share. Everything must outlive them.
template <class Real>
struct SharedParts {
  matrix::SharedRows<Real> input;
  matrix::SharedRows<Real> output;
  std::size_t words;                 ///< in the vocabulary
  const NegativeSampler* negatives;  ///< null unless the objective draws
  const HuffmanTree* tree;           ///< null unless the objective is hierarchical
  const kernels::Kernels<Real>& kernels;
  const text::SubwordRows* subwords = nullptr;  ///< null: a word has one row, its own
  /// Skip-gram by negative sampling: who takes the steps; null: the kernel.
  StepTaker<Real>* steps = nullptr;
};

/// Columns of the output matrix: dim, or with CbowCombine::kConcat one padded input row (`stride`
/// numbers) for each place of the window, whose padding must stay zero.
std::size_t OutputColumns(const ModelSettings& settings, std::size_t stride);

/// Both matrices as training begins. Of the input matrix `rows` alone, when they are given: others
/// stay zero.
template <class Real>
void InitializeMatrices(const ModelSettings& settings, std::uint64_t seed, BasicMatrix<Real>& input,
                        BasicMatrix<Real>& output,
                        std::optional<std::span<const RowId>> rows = std::nullopt);

/// The model that the settings name, for one thread. Where the rows are narrow, those of both
/// matrices are. REQUIRES then: skip-gram, or CBOW's mean or sum, by negative sampling, without
/// subwords.
template <class Real>
std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings& settings,
                                                 const SharedParts<Real>& shared);

extern template void InitializeMatrices(const ModelSettings&, std::uint64_t, BasicMatrix<float>&,
                                        BasicMatrix<float>&, std::optional<std::span<const RowId>>);
extern template void InitializeMatrices(const ModelSettings&, std::uint64_t, BasicMatrix<double>&,
                                        BasicMatrix<double>&,
                                        std::optional<std::span<const RowId>>);
extern template std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings&,
                                                                 const SharedParts<float>&);
extern template std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings&,
                                                                 const SharedParts<double>&);

}  // namespace firth::models
