/// A small model for tests: a few words (w0, w1, ...), both matrices, everything that SharedParts
/// names.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "models/sentence_model.h"
#include "text/subword_rows.h"

namespace firth::models {

template <class Real>
class SmallModel {
 public:
  SmallModel(const ModelSettings& settings, std::size_t words, std::uint64_t seed = 1)
      : settings_(settings),
        vocabulary_(Words(words)),
        input(text::InputRows(words, settings.subwords), settings.dim),
        output(words, OutputColumns(settings, input.stride())),
        sampler_(vocabulary_, settings.ns_power),
        tree_(vocabulary_),
        subwords_(vocabulary_, settings.subwords) {
    settings_.context_init = ContextInit::kRandom;
    settings_.init_range = 0.5 * static_cast<double>(settings.dim);
    InitializeMatrices(settings_, seed, input, output);
  }

  std::unique_ptr<SentenceModel> Make(CpuTarget target = CpuTarget::kBest) {
    return MakeOver(matrix::SharedRows<Real>(input), matrix::SharedRows<Real>(output), target);
  }

  /// Over other rows than those of `input` and `output`.
  std::unique_ptr<SentenceModel> MakeOver(matrix::SharedRows<Real> inputs,
                                          matrix::SharedRows<Real> outputs, CpuTarget target) {
    return MakeSentenceModel<Real>(
        settings_,
        {inputs, outputs, vocabulary_.size(), &sampler_, &tree_, kernels::KernelsFor<Real>(target),
         settings_.subwords.enabled() ? &subwords_ : nullptr});
  }

  std::span<const RowId> RowsOf(TokenId word) const { return subwords_.RowsOf(word); }

 private:
  static Vocabulary Words(std::size_t words) {
    Vocabulary vocabulary;
    for (std::size_t i = 0; i < words; ++i) {
      vocabulary.Add("w" + std::to_string(i), Count{words - i});
    }
    return vocabulary;
  }

  ModelSettings settings_;
  Vocabulary vocabulary_;

 public:
  BasicMatrix<Real> input;
  BasicMatrix<Real> output;

 private:
  NegativeSampler sampler_;
  HuffmanTree tree_;
  text::SubwordRows subwords_;
};

}  // namespace firth::models
