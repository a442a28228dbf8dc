#include "encoder/bert.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "encoder/balance.h"

namespace firth::encoder {
namespace {

/// Rows that pass both products of a feed-forward layer together, so that what is between the two
/// stays in the cache.
constexpr std::size_t kFeedRows = 60;

NormLayer Norm(Weights& weights, const std::string& name, std::size_t columns) {
  return {weights.Get(name + ".weight", {columns}), weights.Get(name + ".bias", {columns})};
}

/// What int8 multiplies the weights of a layer's parts by; else nothing.
struct LayerFactors {
  std::vector<float> attention, attended, up, down;
};

/// A layer's weights as the file holds them.
struct LayerWeights {
  LinearWeights query, key, value, attended;
  NormLayer attention_norm;
  LinearWeights up, down;
};

LayerFactors FactorsOf(const LayerWeights& layer, const NormLayer& before, std::size_t hidden) {
  const Columns rows = Normalized(before.weight, before.bias, hidden);
  const NormLayer& norm = layer.attention_norm;
  const Columns inner = Normalized(norm.weight, norm.bias, hidden);
  const LinearWeights readers[] = {layer.query, layer.key, layer.value};
  return {BalancingFactors(rows, readers),
          BalancingFactors(Applied(layer.value, rows), {&layer.attended, 1}),
          BalancingFactors(inner, {&layer.up, 1}),
          BalancingFactors(Activated(Applied(layer.up, inner)), {&layer.down, 1})};
}

/// `before`: the norm whose output the layer reads.
BertLayer Layer(const BertSettings& settings, Weights& weights, Precision precision,
                std::size_t number, const NormLayer& before) {
  const std::string begin = fmt::format("encoder.layer.{}.", number);
  const std::size_t hidden = settings.hidden;
  const auto find = [&](const char* part, std::size_t outputs, std::size_t inputs) {
    const std::string name = begin + part;
    return LinearWeights{weights.Get(name + ".weight", {outputs, inputs}),
                         weights.Get(name + ".bias", {outputs}), outputs, inputs};
  };
  const LayerWeights found{find("attention.self.query", hidden, hidden),
                           find("attention.self.key", hidden, hidden),
                           find("attention.self.value", hidden, hidden),
                           find("attention.output.dense", hidden, hidden),
                           Norm(weights, begin + "attention.output.LayerNorm", hidden),
                           find("intermediate.dense", settings.intermediate, hidden),
                           find("output.dense", hidden, settings.intermediate)};
  const LayerFactors factors =
      precision == Precision::kInt8 ? FactorsOf(found, before, hidden) : LayerFactors{};
  const auto pack = [&](const char* part, const LinearWeights& linear,
                        const std::vector<float>& by) {
    LinearLayer layer(linear, precision, by);
    weights.GiveBack(begin + part + ".weight");  // it is packed
    return layer;
  };
  return {pack("attention.self.query", found.query, factors.attention),
          pack("attention.self.key", found.key, factors.attention),
          pack("attention.self.value", found.value, factors.attention),
          pack("attention.output.dense", found.attended, factors.attended),
          found.attention_norm,
          pack("intermediate.dense", found.up, factors.up),
          pack("output.dense", found.down, factors.down),
          Norm(weights, begin + "output.LayerNorm", hidden)};
}

}  // namespace

BertWeights::BertWeights(const BertSettings& settings, Weights& weights, Precision precision) {
  weights.FindPrefix("embeddings.word_embeddings.weight");
  const std::size_t hidden = settings.hidden;
  words = weights.Get("embeddings.word_embeddings.weight", {settings.vocabulary, hidden});
  places = weights.Get("embeddings.position_embeddings.weight", {settings.places, hidden});
  types = weights.Get("embeddings.token_type_embeddings.weight", {settings.types, hidden});
  norm = Norm(weights, "embeddings.LayerNorm", hidden);
  for (std::size_t i = 0; i < settings.layers; ++i) {
    const NormLayer& before = i == 0 ? norm : layers.back().output_norm;
    layers.push_back(Layer(settings, weights, precision, i, before));
  }
}

Bert::Bert(const BertSettings& settings, const BertWeights& weights,
           const kernels::Kernels<float>& kernels, base::Team& team)
    : settings_(settings),
      weights_(weights),
      kernels_(kernels),
      team_(team),
      attention_(team.members(), Attention(settings, kernels)),
      scratch_(team.members()),
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
  Normalize(weights_.norm, batch.pieces(), nullptr);
}

void Bert::Attend(const BertLayer& layer, const RaggedBatch& batch) {
  const std::size_t hidden = settings_.hidden;
  const std::size_t pieces = batch.pieces();
  team_.Run([&](std::size_t member) {
    Prepare(layer.query, rows_.data(), pieces, member);
    Apply(layer.query, rows_.data(), pieces, qkv_.data(), 3 * hidden, member);
    Apply(layer.key, rows_.data(), pieces, qkv_.data() + hidden, 3 * hidden, member);
    Apply(layer.value, rows_.data(), pieces, qkv_.data() + 2 * hidden, 3 * hidden, member);
  });
  team_.Run([&](std::size_t member) {
    const base::Share heads(member, team_.members(), settings_.heads);
    for (std::size_t text = 0; text < batch.texts(); ++text) {
      const std::size_t begin = batch.starts[text];
      attention_[member].Run(qkv_.data() + begin * 3 * hidden, batch.starts[text + 1] - begin,
                             heads, attended_.data() + begin * hidden);
    }
  });
  team_.Run([&](std::size_t member) {
    Prepare(layer.attended, attended_.data(), pieces, member);
    Apply(layer.attended, attended_.data(), pieces, moved_.data(), hidden, member);
  });
  Normalize(layer.attention_norm, pieces, moved_.data());
}

void Bert::FeedForward(const BertLayer& layer, std::size_t pieces) {
  const std::size_t hidden = settings_.hidden;
  const std::size_t wide = settings_.intermediate;
  for (std::size_t begin = 0; begin < pieces; begin += kFeedRows) {
    const std::size_t count = std::min(kFeedRows, pieces - begin);
    team_.Run([&](std::size_t member) {
      Prepare(layer.up, rows_.data() + begin * hidden, count, member);
      const auto outputs =
          Apply(layer.up, rows_.data() + begin * hidden, count, wide_.data(), wide, member);
      for (std::size_t i = 0; i < count; ++i) {
        kernels_.gelu(wide_.data() + i * wide + outputs.begin, outputs.size());
      }
    });
    team_.Run([&](std::size_t member) {
      Prepare(layer.down, wide_.data(), count, member);
      Apply(layer.down, wide_.data(), count, moved_.data() + begin * hidden, hidden, member);
    });
  }
  Normalize(layer.output_norm, pieces, moved_.data());
}

void Bert::Prepare(const LinearLayer& layer, const float* input, std::size_t count,
                   std::size_t member) {
  layer.Prepare(kernels_, input, count, scratch_[member]);
}

base::Share Bert::Apply(const LinearLayer& layer, const float* input, std::size_t count, float* out,
                        std::size_t out_stride, std::size_t member) {
  const base::Share share(member, team_.members(), layer.outputs(), kOutputStep);
  layer.Apply(kernels_, input, count, share, out, out_stride, scratch_[member]);
  return share;
}

void Bert::Normalize(const NormLayer& norm, std::size_t count, const float* added) {
  team_.Run([&](std::size_t member) {
    const base::Share share(member, team_.members(), count);
    const std::size_t first = share.begin * settings_.hidden;
    kernels_.layer_norm({rows_.data() + first, share.size(), settings_.hidden,
                         added == nullptr ? nullptr : added + first, settings_.hidden, norm.weight,
                         norm.bias, settings_.hidden, settings_.eps});
  });
}

}  // namespace firth::encoder
