#include "encoder/model_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "encoder/files/config_file.h"
#include "encoder/files/json_file.h"
#include "encoder/files/tokenizer_file.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

using nlohmann::json;

bool Exists(const std::string& path) { return std::filesystem::exists(path); }

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
      info.pooling =
          PoolingFromJson(JsonFile(folder + "/" + place->get<std::string>() + "/config.json"));
    } else if (name.ends_with(".Normalize")) {
      info.normalize = true;
    } else if (!name.ends_with(".Transformer")) {
      throw Error(
          ErrorKind::kInput,
          fmt::format("has a module {}; firth knows Transformer, Pooling and Normalize", name),
          path);
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
    : settings(BertSettingsFromJson(JsonFile(ExistingFolder(folder) + "/config.json"))),
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
