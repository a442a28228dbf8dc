#include "encoder/files/config_file.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/paths.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

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

}  // namespace

BertSettings BertSettingsFromJson(const JsonFile& file) {
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

namespace {

/// sentence-transformers' names of what firth calls otherwise.
constexpr std::pair<std::string_view, Pooling> kPoolingFields[] = {
    {"pooling_mode_cls_token", Pooling::kCls},
    {"pooling_mode_mean_tokens", Pooling::kMean},
    {"pooling_mode_max_tokens", Pooling::kMax},
    {"pooling_mode_mean_sqrt_len_tokens", Pooling::kMeanSqrtLength},
    {"pooling_mode_weightedmean_tokens", Pooling::kWeightedMean},
    {"pooling_mode_lasttoken", Pooling::kLast},
};

}  // namespace

Pooling PoolingFromJson(const JsonFile& file) {
  std::optional<Pooling> pooling;
  for (const auto& [field, mode] : kPoolingFields) {
    if (!file.BoolIfThere(field).value_or(false)) continue;
    if (pooling) OtherModel(file, "asks for several poolings at once; firth has one");
    pooling = mode;
  }
  if (!pooling) file.Fail("names no pooling");
  return *pooling;
}

Modules ModulesFromJson(const JsonFile& file) {
  if (!file.root().is_array() || file.root().empty()) file.Fail("is no list of modules");
  Modules modules;
  for (const nlohmann::json& module : file.root()) {
    const nlohmann::json* const type = MemberOf(module, "type");
    const nlohmann::json* const place = MemberOf(module, "path");
    if (type == nullptr || !type->is_string() || place == nullptr || !place->is_string()) {
      file.Fail("has a module without type and path");
    }
    const auto name = type->get<std::string>();
    const std::string kind = name.substr(name.rfind('.') + 1);
    if (modules.first.empty()) {
      modules.first = kind;
      modules.place = place->get<std::string>();
    } else if (kind == "Pooling") {
      modules.pooling = place->get<std::string>();
    } else if (kind == "Normalize") {
      modules.normalize = true;
    } else {
      OtherModel(
          file,
          fmt::format("has a module {}; firth knows Pooling and Normalize behind the first", name));
    }
  }
  return modules;
}

std::optional<Modules> ReadModules(const std::string& folder) {
  const std::string path = folder + "/modules.json";
  if (!base::Exists(path)) return std::nullopt;
  return ModulesFromJson(JsonFile(path));
}

}  // namespace firth::encoder
