#include "learn/network.h"

#include <algorithm>

namespace firth::learn {

Network::Network(const ModelSettings& model, const Vocabulary& vocabulary, std::uint64_t seed)
    : input_(vocabulary.size(), model.dim),
      output_(vocabulary.size(), models::OutputColumns(model, input_.stride())),
      random_(seed) {
  models::InitializeMatrices(model, seed, input_, output_);
  if (model.objective == Objective::kNegativeSampling) {
    negatives_.emplace(vocabulary, model.ns_power);
  }
  trainer_ = models::MakeSentenceModel<double>(
      model, {matrix::SharedRows<double>(input_), matrix::SharedRows<double>(output_),
              vocabulary.size(), negatives_ ? &*negatives_ : nullptr, nullptr,
              kernels::KernelsFor<double>(CpuTarget::kScalar)});
}

double Network::Loss(const Sentences& sentences) {
  base::SplitMix64 always_the_same(0);
  return Pass(sentences, 0, always_the_same);
}

double Network::Pass(const Sentences& sentences, double rate, base::SplitMix64& random) {
  models::ExampleLoss loss;
  for (const std::vector<TokenId>& sentence : sentences) {
    loss += trainer_->Train(sentence, rate, random);
  }
  return loss.sum / static_cast<double>(loss.examples);
}

Matrix FloatRows(const BasicMatrix<double>& rows) {
  Matrix matrix(rows.rows(), rows.columns(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < rows.rows(); ++i) {
    std::ranges::transform(rows.Row(RowId{i}), matrix.MutableRow(RowId{i}).begin(),
                           [](double value) { return static_cast<float>(value); });
  }
  return matrix;
}

}  // namespace firth::learn
