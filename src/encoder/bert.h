/// BERT's forward pass.
#pragma once

#include <cstddef>
#include <vector>

#include "base/team.h"
#include "encoder/attention.h"
#include "encoder/bert_settings.h"
#include "encoder/files/weights.h"
#include "encoder/linear_layer.h"
#include "encoder/model.h"
#include "encoder/ragged_batch.h"
#include "kernels/kernels.h"

namespace firth::encoder {

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

/// The weights by their names in Hugging Face's files, which must outlive this; those of linear
/// layers in the precision.
/// Threads: reading from several is safe.
struct BertWeights {
  /// Throws Error(kFormat) as Weights::Get does.
  BertWeights(const BertSettings& settings, Weights& weights, Precision precision);

  const float* words;   ///< [vocabulary, hidden]
  const float* places;  ///< [places, hidden]
  const float* types;   ///< [types, hidden]
  NormLayer norm;
  std::vector<BertLayer> layers;
};

/// A team's forward pass, with its scratch memory. Members share out the outputs of linear layers,
/// the heads of attention and the rows of norms, so that a number is computed in the same way by
/// however many.
class Bert final : public PieceRows {
 public:
  Bert(const BertSettings& settings, const BertWeights& weights,
       const kernels::Kernels<float>& kernels, base::Team& team);

  const float* Run(const RaggedBatch& batch) override;

 private:
  void Embed(const RaggedBatch& batch);
  void Attend(const BertLayer& layer, const RaggedBatch& batch);
  void FeedForward(const BertLayer& layer, std::size_t pieces);
  /// What layers that read these rows need first.
  void Prepare(const LinearLayer& layer, const float* input, std::size_t count, std::size_t member);
  /// A member's outputs of the layer: [begin, end) of each of `count` rows, which are prepared.
  base::Share Apply(const LinearLayer& layer, const float* input, std::size_t count, float* out,
                    std::size_t out_stride, std::size_t member);
  void Normalize(const NormLayer& norm, std::size_t count, const float* added);

  BertSettings settings_;
  const BertWeights& weights_;
  const kernels::Kernels<float>& kernels_;
  base::Team& team_;
  std::vector<Attention> attention_;    ///< one a member
  std::vector<LinearScratch> scratch_;  ///< likewise
  std::vector<float> rows_;             ///< [pieces, hidden]: what goes through the layers
  std::vector<float> qkv_;              ///< [pieces, 3 * hidden]
  std::vector<float> attended_;         ///< [pieces, hidden]
  std::vector<float> moved_;            ///< [pieces, hidden]: what a layer adds to the rows
  std::vector<float> wide_;             ///< [kFeedRows, intermediate]
};

}  // namespace firth::encoder
