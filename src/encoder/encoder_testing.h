/// A small BERT in a folder, for tests.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "formats/safetensors_header.h"

namespace firth::encoder {

inline void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline const std::string kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nbank\nriver\n##s\nof\nmoney\n.\n";

/// 2 layers, 24 columns, 3 heads of 8: what no product's tile fits evenly.
inline const std::string kConfig = R"({"model_type": "bert", "hidden_act": "gelu",
  "num_hidden_layers": 2, "hidden_size": 24, "num_attention_heads": 3, "intermediate_size": 40,
  "max_position_embeddings": 20, "type_vocab_size": 2, "vocab_size": 12,
  "layer_norm_eps": 1e-12})";

/// Weights that nobody trained, small enough that layers do not saturate.
class SafetensorsMaker {
 public:
  void Add(const std::string& name, const std::vector<std::uint64_t>& shape) {
    std::uint64_t count = 1;
    for (const std::uint64_t extent : shape) count *= extent;
    const std::size_t begin = data_.size();
    for (std::uint64_t i = 0; i < count; ++i) {
      const float number = random_.UnitFloat() - 0.5F;
      data_.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    header_.tensors[name] = {.dtype = "F32", .shape = shape, .begin = begin, .end = data_.size()};
  }
  std::string Bytes() const { return formats::MakeSafetensorsHeader(header_) + data_; }

 private:
  base::SplitMix64 random_{7};
  formats::SafetensorsHeader header_;
  std::string data_;
};

inline std::string SmallWeights(const std::string& prefix = "") {
  SafetensorsMaker maker;
  maker.Add(prefix + "embeddings.word_embeddings.weight", {12, 24});
  maker.Add(prefix + "embeddings.position_embeddings.weight", {20, 24});
  maker.Add(prefix + "embeddings.token_type_embeddings.weight", {2, 24});
  const auto pair = [&](const std::string& name, const std::vector<std::uint64_t>& shape) {
    maker.Add(prefix + name + ".weight", shape);
    maker.Add(prefix + name + ".bias", {shape[0]});
  };
  pair("embeddings.LayerNorm", {24});
  for (const char* layer : {"encoder.layer.0.", "encoder.layer.1."}) {
    for (const char* part : {"attention.self.query", "attention.self.key", "attention.self.value",
                             "attention.output.dense"}) {
      pair(std::string(layer) + part, {24, 24});
    }
    pair(std::string(layer) + "attention.output.LayerNorm", {24});
    pair(std::string(layer) + "intermediate.dense", {40, 24});
    pair(std::string(layer) + "output.dense", {24, 40});
    pair(std::string(layer) + "output.LayerNorm", {24});
  }
  return maker.Bytes();
}

/// A folder of the running test's own with the small BERT in it.
inline std::string SmallModel() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::string folder = testing::TempDir() + test->test_suite_name() + "_" + test->name();
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  WriteFile(folder + "/config.json", kConfig);
  WriteFile(folder + "/vocab.txt", kVocabulary);
  WriteFile(folder + "/model.safetensors", SmallWeights());
  return folder;
}

}  // namespace firth::encoder
