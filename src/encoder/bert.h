/// BERT's forward pass.
#pragma once

#include <cstddef>
#include <vector>

#include "encoder/attention.h"
#include "encoder/bert_settings.h"
#include "encoder/files/weights.h"
#include "encoder/model.h"
#include "encoder/ragged_batch.h"
#include "kernels/kernels.h"

namespace firth::encoder {

/// y = x W^T + b, as PyTorch's Linear.
struct LinearLayer {
  const float* weight;  ///< [outputs, inputs]
  const float* bias;
  std::size_t outputs;
  std::size_t inputs;
};

struct NormLayer {
  const float* weight;
  const float* bias;
};

struct BertLayer {
  LinearLayer query, key, value;
  LinearLayer attended;  ///< behind attention
  NormLayer attention_norm;
  LinearLayer up, down;  ///< the feed-forward layer
  NormLayer output_norm;
};

/// The weights by their names in Hugging Face's files, which must outlive this.
/// Threads: reading from several is safe.
struct BertWeights {
  /// Throws Error(kFormat) as Weights::Get does.
  BertWeights(const BertSettings& settings, Weights& weights);

  const float* words;   ///< [vocabulary, hidden]
  const float* places;  ///< [places, hidden]
  const float* types;   ///< [types, hidden]
  NormLayer norm;
  std::vector<BertLayer> layers;
};

/// A thread's forward pass, with its scratch memory.
class Bert final : public PieceRows {
 public:
  Bert(const BertSettings& settings, const BertWeights& weights,
       const kernels::Kernels<float>& kernels);

  const float* Run(const RaggedBatch& batch) override;

 private:
  void Embed(const RaggedBatch& batch);
  void Attend(const BertLayer& layer, const RaggedBatch& batch);
  void FeedForward(const BertLayer& layer, std::size_t pieces);
  void Apply(const LinearLayer& layer, const float* input, std::size_t count, float* out,
             std::size_t out_stride) const;
  void Normalize(const NormLayer& norm, float* rows, std::size_t count, const float* added) const;

  BertSettings settings_;
  const BertWeights& weights_;
  const kernels::Kernels<float>& kernels_;
  Attention attention_;
  std::vector<float> rows_;      ///< [pieces, hidden]: what goes through the layers
  std::vector<float> qkv_;       ///< [pieces, 3 * hidden]
  std::vector<float> attended_;  ///< [pieces, hidden]
  std::vector<float> moved_;     ///< [pieces, hidden]: what a layer adds to the rows
  std::vector<float> wide_;      ///< [kFeedRows, intermediate]
};

}  // namespace firth::encoder
