/// The settings in a model folder's configuration files.
#pragma once

#include <optional>
#include <string>

#include "encoder/bert_settings.h"
#include "encoder/files/json_file.h"
#include "firth/encoder.h"

namespace firth::encoder {

/// Of config.json. Throws Error: kFormat (a field is missing or of another kind), kInput (another
/// architecture, activation or way of counting places).
BertSettings BertSettingsFromJson(const JsonFile& file);

/// Of a Pooling module's config.json. Throws Error: kFormat, kInput (several poolings at once).
Pooling PoolingFromJson(const JsonFile& file);

/// What sentence-transformers puts one behind the other.
struct Modules {
  std::string first;                     ///< its kind: "Transformer", "StaticEmbedding"
  std::string place;                     ///< its folder within the model's; empty: the model's own
  std::optional<std::string> pooling{};  ///< the folder of the Pooling module
  bool normalize = false;
};

/// Of modules.json. Throws Error: kFormat, kInput (a kind of module that is not known).
Modules ModulesFromJson(const JsonFile& file);
/// Of the folder's modules.json; none where there is no such file. Throws as ModulesFromJson does.
std::optional<Modules> ReadModules(const std::string& folder);

}  // namespace firth::encoder
