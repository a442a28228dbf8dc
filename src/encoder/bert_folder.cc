#include "encoder/bert_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/paths.h"
#include "encoder/files/config_file.h"
#include "encoder/files/json_file.h"
#include "encoder/files/tokenizer_file.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

/// What stands behind the transformer.
void TakeModules(const std::string& folder, const Modules& modules, EncoderInfo& info) {
  if (modules.first != "Transformer") {
    throw Error(ErrorKind::kInput,
                fmt::format("begins with a module {}; firth knows Transformer and StaticEmbedding",
                            modules.first),
                folder + "/modules.json");
  }
  if (modules.pooling) {
    info.pooling = PoolingFromJson(JsonFile(folder + "/" + *modules.pooling + "/config.json"));
  }
  info.normalize = modules.normalize;
}

std::size_t MaxPieces(const std::string& folder, std::size_t places) {
  std::optional<std::size_t> most;
  if (const std::string path = folder + "/sentence_bert_config.json"; base::Exists(path)) {
    most = JsonFile(path).SizeIfThere("max_seq_length");
  }
  if (!most) most = ModelMaxLength(folder);
  return std::clamp<std::size_t>(most.value_or(places), 2, std::max<std::size_t>(places, 2));
}

std::string WeightsFile(const std::string& folder) {
  const std::string path = folder + "/model.safetensors";
  if (!base::Exists(path) && base::Exists(folder + "/pytorch_model.bin")) {
    throw Error(ErrorKind::kInput,
                "holds its weights as a Python pickle, which can run any code when it is read; "
                "save them as model.safetensors",
                folder);
  }
  return path;
}

}  // namespace

BertFolder::BertFolder(const std::string& folder, const std::optional<Modules>& modules,
                       Precision precision)
    : Model(ReadTokenizer(folder)),
      settings_(BertSettingsFromJson(JsonFile(folder + "/config.json"))),
      weights_(WeightsFile(folder)),
      bert_(settings_, weights_, precision) {
  if (tokenizer.size() > settings_.vocabulary) {
    throw Error(ErrorKind::kFormat,
                fmt::format("its tokenizer has {} pieces, but config.json has vocab_size {}",
                            tokenizer.size(), settings_.vocabulary),
                folder);
  }
  places = settings_.places;
  info.layers = settings_.layers;
  info.dim = settings_.hidden;
  info.heads = settings_.heads;
  info.vocabulary = settings_.vocabulary;
  info.parameters = weights_.parameters();
  info.weights = WeightsFile(folder);
  info.precision = precision;
  info.max_pieces = MaxPieces(folder, places);
  if (modules) TakeModules(folder, *modules, info);
}

std::unique_ptr<PieceRows> BertFolder::MakeRows(const kernels::Kernels<float>& kernels,
                                                base::Team& team) const {
  return std::make_unique<Bert>(settings_, bert_, kernels, team);
}

}  // namespace firth::encoder
