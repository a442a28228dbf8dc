#include <optional>

#include "base/paths.h"
#include "encoder/bert_folder.h"
#include "encoder/files/config_file.h"
#include "encoder/files/json_file.h"
#include "encoder/model.h"
#include "encoder/static_folder.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

/// Where in the folder a static model's files are, when it holds one.
std::optional<std::string> StaticPlace(const std::string& folder,
                                       const std::optional<Modules>& modules) {
  if (modules && modules->first == "StaticEmbedding") return folder + "/" + modules->place;
  const std::string path = folder + "/config.json";
  if (!base::Exists(path)) return std::nullopt;
  if (JsonFile(path).TextIfThere("model_type") != "model2vec") return std::nullopt;
  return folder;
}

}  // namespace

std::unique_ptr<Model> LoadModel(const std::string& folder, Precision precision) {
  if (!base::IsFolder(folder)) {
    throw Error(ErrorKind::kNotFound, "is no folder of a model", folder);
  }
  const auto modules = ReadModules(folder);
  const auto place = StaticPlace(folder, modules);
  if (!place) return std::make_unique<BertFolder>(folder, modules, precision);
  if (precision != Precision::kFloat32) {
    throw Error(ErrorKind::kSettings,
                "precision: a static model has no layers; it is read in float32 alone");
  }
  return std::make_unique<StaticFolder>(*place, modules);
}

}  // namespace firth::encoder
