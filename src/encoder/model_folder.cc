#include "encoder/model_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "encoder/files/json_file.h"
#include "encoder/files/tokenizer_file.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

using nlohmann::json;

bool Exists(const std::string& path) { return std::filesystem::exists(path); }

[[noreturn]] void OtherModel(const JsonFile& file, const std::string& what) {
  throw Error(ErrorKind::kInput, what, file.path());
}

void Require(const JsonFile& file, std::string_view field, std::string_view expected) {
  const std::string found = file.TextIfThere(field).value_or(std::string(expected));
  if (found != expected) {
    OtherModel(file,
               fmt::format("its {} is {}; firth encodes with BERT's, {}", field, found, expected));
  }
}

/// No known BERT has more; larger numbers are no sizes.
constexpr std::size_t kLargest = 10'000'000;

std::size_t SizeOf(const JsonFile& file, std::string_view field) {
  const std::size_t size = file.Size(field);
  if (size == 0 || size > kLargest) {
    file.Fail(fmt::format("\"{}\" is {}: 1 to {} is expected", field, size, kLargest));
  }
  return size;
}

BertSettings ReadSettings(const std::string& folder) {
  const JsonFile file(folder + "/config.json");
  Require(file, "model_type", "bert");
  Require(file, "hidden_act", "gelu");
  Require(file, "position_embedding_type", "absolute");
  BertSettings settings;
  settings.layers = SizeOf(file, "num_hidden_layers");
  settings.hidden = SizeOf(file, "hidden_size");
  settings.heads = SizeOf(file, "num_attention_heads");
  settings.intermediate = SizeOf(file, "intermediate_size");
  settings.places = SizeOf(file, "max_position_embeddings");
  settings.types = SizeOf(file, "type_vocab_size");
  settings.vocabulary = SizeOf(file, "vocab_size");
  settings.eps = static_cast<float>(file.NumberIfThere("layer_norm_eps").value_or(1e-12));
  if (settings.hidden % settings.heads != 0) {
    file.Fail(
        fmt::format("hidden_size {} is no multiple of {} heads", settings.hidden, settings.heads));
  }
  return settings;
}

/// sentence-transformers' names of what firth calls otherwise.
constexpr std::pair<std::string_view, Pooling> kPoolingFields[] = {
    {"pooling_mode_cls_token", Pooling::kCls},
    {"pooling_mode_mean_tokens", Pooling::kMean},
    {"pooling_mode_max_tokens", Pooling::kMax},
    {"pooling_mode_mean_sqrt_len_tokens", Pooling::kMeanSqrtLength},
    {"pooling_mode_weightedmean_tokens", Pooling::kWeightedMean},
    {"pooling_mode_lasttoken", Pooling::kLast},
};

Pooling ReadPooling(const std::string& path) {
  const JsonFile file(path);
  std::optional<Pooling> pooling;
  for (const auto& [field, mode] : kPoolingFields) {
    if (!file.BoolIfThere(field).value_or(false)) continue;
    if (pooling) OtherModel(file, "asks for several poolings at once; firth has one");
    pooling = mode;
  }
  if (!pooling) file.Fail("names no pooling");
  return *pooling;
}

/// What stands behind the transformer.
void ReadModules(const std::string& folder, EncoderInfo& info) {
  const std::string path = folder + "/modules.json";
  if (!Exists(path)) return;
  const JsonFile file(path);
  if (!file.root().is_array()) file.Fail("is no list of modules");
  for (const json& module : file.root()) {
    const json* const type = MemberOf(module, "type");
    const json* const place = MemberOf(module, "path");
    if (type == nullptr || !type->is_string() || place == nullptr || !place->is_string()) {
      file.Fail("has a module without type and path");
    }
    const auto name = type->get<std::string>();
    if (name.ends_with(".Pooling")) {
      info.pooling = ReadPooling(folder + "/" + place->get<std::string>() + "/config.json");
    } else if (name.ends_with(".Normalize")) {
      info.normalize = true;
    } else if (!name.ends_with(".Transformer")) {
      OtherModel(
          file,
          fmt::format("has a module {}; firth knows Transformer, Pooling and Normalize", name));
    }
  }
}

std::size_t MaxPieces(const std::string& folder, std::size_t places) {
  std::optional<std::size_t> most;
  if (const std::string path = folder + "/sentence_bert_config.json"; Exists(path)) {
    most = JsonFile(path).SizeIfThere("max_seq_length");
  }
  if (!most) most = ModelMaxLength(folder);
  return std::clamp<std::size_t>(most.value_or(places), 2, std::max<std::size_t>(places, 2));
}

std::string ExistingFolder(const std::string& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw Error(ErrorKind::kNotFound, "is no folder of a model", folder);
  }
  return folder;
}

std::string WeightsFile(const std::string& folder) {
  const std::string path = folder + "/model.safetensors";
  if (!Exists(path) && Exists(folder + "/pytorch_model.bin")) {
    throw Error(ErrorKind::kInput,
                "holds its weights as a Python pickle, which can run any code when it is read; "
                "save them as model.safetensors",
                folder);
  }
  return path;
}

}  // namespace

ModelFolder::ModelFolder(const std::string& folder)
    : settings(ReadSettings(ExistingFolder(folder))),
      tokenizer(ReadTokenizer(folder)),
      weights(WeightsFile(folder)),
      bert(settings, weights) {
  if (tokenizer.size() > settings.vocabulary) {
    throw Error(ErrorKind::kFormat,
                fmt::format("its tokenizer has {} pieces, but config.json has vocab_size {}",
                            tokenizer.size(), settings.vocabulary),
                folder);
  }
  info.layers = settings.layers;
  info.dim = settings.hidden;
  info.heads = settings.heads;
  info.vocabulary = settings.vocabulary;
  info.parameters = weights.parameters();
  info.max_pieces = MaxPieces(folder, settings.places);
  ReadModules(folder, info);
}

}  // namespace firth::encoder
