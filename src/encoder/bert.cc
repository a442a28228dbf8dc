#include "encoder/bert.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace firth::encoder {
namespace {

/// Rows that pass both products of a feed-forward layer together, so that what is between the two
/// stays in the cache.
constexpr std::size_t kFeedRows = 64;

LinearLayer Linear(Weights& weights, const std::string& name, std::size_t outputs,
                   std::size_t inputs) {
  return {weights.Get(name + ".weight", {outputs, inputs}), weights.Get(name + ".bias", {outputs}),
          outputs, inputs};
}

NormLayer Norm(Weights& weights, const std::string& name, std::size_t columns) {
  return {weights.Get(name + ".weight", {columns}), weights.Get(name + ".bias", {columns})};
}

BertLayer Layer(const BertSettings& settings, Weights& weights, std::size_t number) {
  const std::string name = fmt::format("encoder.layer.{}.", number);
  const std::size_t hidden = settings.hidden;
  const auto square = [&](const char* part) {
    return Linear(weights, name + part, hidden, hidden);
  };
  return {square("attention.self.query"),
          square("attention.self.key"),
          square("attention.self.value"),
          square("attention.output.dense"),
          Norm(weights, name + "attention.output.LayerNorm", hidden),
          Linear(weights, name + "intermediate.dense", settings.intermediate, hidden),
          Linear(weights, name + "output.dense", hidden, settings.intermediate),
          Norm(weights, name + "output.LayerNorm", hidden)};
}

}  // namespace

BertWeights::BertWeights(const BertSettings& settings, Weights& weights) {
  weights.FindPrefix("embeddings.word_embeddings.weight");
  const std::size_t hidden = settings.hidden;
  words = weights.Get("embeddings.word_embeddings.weight", {settings.vocabulary, hidden});
  places = weights.Get("embeddings.position_embeddings.weight", {settings.places, hidden});
  types = weights.Get("embeddings.token_type_embeddings.weight", {settings.types, hidden});
  norm = Norm(weights, "embeddings.LayerNorm", hidden);
  for (std::size_t i = 0; i < settings.layers; ++i) layers.push_back(Layer(settings, weights, i));
}

Bert::Bert(const BertSettings& settings, const BertWeights& weights,
           const kernels::Kernels<float>& kernels)
    : settings_(settings),
      weights_(weights),
      kernels_(kernels),
      attention_(settings, kernels),
      wide_(kFeedRows * settings.intermediate) {}

const float* Bert::Run(const RaggedBatch& batch) {
  const std::size_t numbers = batch.pieces() * settings_.hidden;
  rows_.resize(numbers);
  attended_.resize(numbers + kernels::kProductColumns);
  moved_.resize(numbers);
  qkv_.resize(3 * numbers + kernels::kProductColumns);
  Embed(batch);
  for (const BertLayer& layer : weights_.layers) {
    Attend(layer, batch);
    FeedForward(layer, batch.pieces());
  }
  return rows_.data();
}

void Bert::Embed(const RaggedBatch& batch) {
  const std::size_t hidden = settings_.hidden;
  for (std::size_t text = 0; text < batch.texts(); ++text) {
    for (std::size_t i = batch.starts[text]; i < batch.starts[text + 1]; ++i) {
      const float* const word = weights_.words + Index(batch.ids[i]) * hidden;
      const float* const place = weights_.places + (i - batch.starts[text]) * hidden;
      float* const row = rows_.data() + i * hidden;
      for (std::size_t c = 0; c < hidden; ++c) row[c] = word[c] + weights_.types[c] + place[c];
    }
  }
  Normalize(weights_.norm, rows_.data(), batch.pieces(), nullptr);
}

void Bert::Attend(const BertLayer& layer, const RaggedBatch& batch) {
  const std::size_t hidden = settings_.hidden;
  const std::size_t pieces = batch.pieces();
  Apply(layer.query, rows_.data(), pieces, qkv_.data(), 3 * hidden);
  Apply(layer.key, rows_.data(), pieces, qkv_.data() + hidden, 3 * hidden);
  Apply(layer.value, rows_.data(), pieces, qkv_.data() + 2 * hidden, 3 * hidden);
  for (std::size_t text = 0; text < batch.texts(); ++text) {
    const std::size_t begin = batch.starts[text];
    attention_.Run(qkv_.data() + begin * 3 * hidden, batch.starts[text + 1] - begin,
                   attended_.data() + begin * hidden);
  }
  Apply(layer.attended, attended_.data(), pieces, moved_.data(), hidden);
  Normalize(layer.attention_norm, rows_.data(), pieces, moved_.data());
}

void Bert::FeedForward(const BertLayer& layer, std::size_t pieces) {
  const std::size_t hidden = settings_.hidden;
  for (std::size_t begin = 0; begin < pieces; begin += kFeedRows) {
    const std::size_t count = std::min(kFeedRows, pieces - begin);
    Apply(layer.up, rows_.data() + begin * hidden, count, wide_.data(), settings_.intermediate);
    kernels_.gelu(wide_.data(), count * settings_.intermediate);
    Apply(layer.down, wide_.data(), count, moved_.data() + begin * hidden, hidden);
  }
  Normalize(layer.output_norm, rows_.data(), pieces, moved_.data());
}

void Bert::Apply(const LinearLayer& layer, const float* input, std::size_t count, float* out,
                 std::size_t out_stride) const {
  kernels_.linear({input, count, layer.inputs, layer.weight, layer.outputs, layer.inputs,
                   layer.bias, layer.inputs, out, out_stride});
}

void Bert::Normalize(const NormLayer& norm, float* rows, std::size_t count,
                     const float* added) const {
  kernels_.layer_norm({rows, count, settings_.hidden, added, settings_.hidden, norm.weight,
                       norm.bias, settings_.hidden, settings_.eps});
}

}  // namespace firth::encoder
