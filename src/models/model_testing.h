/// A small model for tests: a few words, both matrices, everything that SharedParts names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "matrix/initialize.h"
#include "models/sentence_model.h"

namespace firth::models {

template <class Real>
class SmallModel {
 public:
  SmallModel(const ModelSettings& settings, std::size_t words, std::uint64_t seed = 1)
      : settings_(settings),
        vocabulary_(Words(words)),
        input(words, settings.dim),
        output(words, settings.dim),
        sampler_(vocabulary_, settings.ns_power) {
    matrix::FillUniform(input, 0.5, seed);
    matrix::FillUniform(output, 0.5, seed + 1);
  }

  std::unique_ptr<SentenceModel> Make(CpuTarget target = CpuTarget::kBest) {
    return MakeSentenceModel<Real>(
        settings_, {matrix::SharedRows<Real>(input), matrix::SharedRows<Real>(output), sampler_,
                    kernels::KernelsFor<Real>(target)});
  }

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
};

}  // namespace firth::models
