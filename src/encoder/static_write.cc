#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/atomic_file.h"
#include "encoder/static_folder.h"
#include "firth/error.h"
#include "formats/dense_rows.h"
#include "formats/safetensors_header.h"

namespace firth::encoder {
namespace {

using Json = nlohmann::ordered_json;

void WriteJson(const std::string& path, const Json& json) {
  base::WriteFile(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

/// As Hugging Face's tokenizers write it.
Json TokenizerJson(const StaticModel& model) {
  const WordPieceSettings& settings = model.settings;
  Json vocabulary = Json::object();
  Json added = Json::array();
  for (std::size_t id = 0; id < model.pieces.size(); ++id) {
    const std::string& piece = model.pieces[id];
    vocabulary[piece] = id;
    if (std::ranges::find(settings.special, piece) == settings.special.end()) continue;
    added.push_back({{"id", id},
                     {"content", piece},
                     {"single_word", false},
                     {"lstrip", false},
                     {"rstrip", false},
                     {"normalized", false},
                     {"special", true}});
  }
  Json json;
  json["version"] = "1.0";
  json["truncation"] = nullptr;
  json["padding"] = nullptr;
  json["added_tokens"] = std::move(added);
  json["normalizer"] = {{"type", "BertNormalizer"},
                        {"clean_text", settings.clean_text},
                        {"handle_chinese_chars", settings.handle_chinese_chars},
                        {"strip_accents", settings.strip_accents},
                        {"lowercase", settings.lowercase}};
  json["pre_tokenizer"] = {{"type", "BertPreTokenizer"}};
  json["post_processor"] = nullptr;
  json["decoder"] = {{"type", "WordPiece"}, {"prefix", settings.continuation}, {"cleanup", true}};
  json["model"] = {{"type", "WordPiece"},
                   {"unk_token", settings.unknown},
                   {"continuing_subword_prefix", settings.continuation},
                   {"max_input_chars_per_word", settings.longest_word},
                   {"vocab", std::move(vocabulary)}};
  return json;
}

void WriteRows(const Matrix& rows, const std::string& path) {
  formats::SafetensorsHeader header;
  header.tensors["embeddings"] = {.dtype = "F32",
                                  .shape = {rows.rows(), rows.columns()},
                                  .begin = 0,
                                  .end = rows.rows() * rows.columns() * sizeof(float)};
  base::AtomicFile file(path);
  file.Write(formats::MakeSafetensorsHeader(header));
  formats::WriteDenseRows(rows, file);
  file.Commit();
}

Json Module(int number, std::string_view path, std::string_view type) {
  return {{"idx", number},
          {"name", std::to_string(number)},
          {"path", path},
          {"type", "sentence_transformers.models." + std::string(type)}};
}

}  // namespace

void WriteStaticFolder(const StaticModel& model, const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) throw Error(ErrorKind::kIo, "cannot be made: " + failure.message(), folder);
  WriteRows(model.rows, folder + "/model.safetensors");
  WriteJson(folder + "/tokenizer.json", TokenizerJson(model));
  WriteJson(folder + "/modules.json",
            Json::array({Module(0, "", "StaticEmbedding"), Module(1, "1_Normalize", "Normalize")}));
  WriteJson(folder + "/config.json", {{"model_type", "model2vec"},
                                      {"architectures", {"StaticModel"}},
                                      {"hidden_dim", model.rows.columns()},
                                      {"seq_length", 1000000},
                                      {"normalize", true}});
}

}  // namespace firth::encoder
