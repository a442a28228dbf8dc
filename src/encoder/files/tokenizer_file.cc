#include "encoder/files/tokenizer_file.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "base/paths.h"
#include "firth/error.h"
#include "formats/lines.h"
#include "formats/source.h"

namespace firth::encoder {
namespace {

using nlohmann::json;

/// The kind of a part of tokenizer.json, "none" when it has none.
std::string KindOf(const json& root, std::string_view part) {
  const json* const value = MemberOf(root, part);
  const json* const kind = value == nullptr ? nullptr : MemberOf(*value, "type");
  return kind != nullptr && kind->is_string() ? kind->get<std::string>() : "none";
}

void RequireKind(const JsonFile& file, std::string_view part, std::string_view kind) {
  const std::string found = KindOf(file.root(), part);
  if (found == kind) return;
  throw Error(ErrorKind::kInput,
              fmt::format("its {} is {}; firth reads BERT's, {}", part, found, kind), file.path());
}

template <class Value>
void Take(const JsonFile& file, const json& object, std::string_view field, Value& value) {
  const json* const given = MemberOf(object, field);
  if (given == nullptr) return;
  try {
    given->get_to(value);
  } catch (const json::exception&) {
    file.Fail(fmt::format("\"{}\" is of another kind than expected", field));
  }
}

std::vector<std::string> PiecesOf(const JsonFile& file, const json& vocabulary) {
  if (!vocabulary.is_object()) file.Fail("\"vocab\" is no list of pieces and their ids");
  std::vector<std::string> pieces(vocabulary.size());
  std::vector<bool> seen(vocabulary.size());
  for (const auto& [piece, id] : vocabulary.items()) {
    if (!id.is_number_unsigned() || id.get<std::size_t>() >= pieces.size() ||
        seen[id.get<std::size_t>()]) {
      file.Fail(fmt::format("the ids of {} pieces are not 0 to {}, each once", pieces.size(),
                            pieces.size() - 1));
    }
    seen[id.get<std::size_t>()] = true;
    pieces[id.get<std::size_t>()] = piece;
  }
  return pieces;
}

void TakeNormalizer(const JsonFile& file, const json& normalizer, WordPieceSettings& settings) {
  Take(file, normalizer, "clean_text", settings.clean_text);
  Take(file, normalizer, "handle_chinese_chars", settings.handle_chinese_chars);
  Take(file, normalizer, "lowercase", settings.lowercase);
  settings.strip_accents = settings.lowercase;  // where the file says null
  Take(file, normalizer, "strip_accents", settings.strip_accents);
}

std::vector<std::string> SpecialPieces(const JsonFile& file) {
  std::vector<std::string> special;
  const json* const added = MemberOf(file.root(), "added_tokens");
  if (added == nullptr || !added->is_array()) return special;
  for (const json& token : *added) {
    std::string content;
    Take(file, token, "content", content);
    if (!content.empty()) special.push_back(std::move(content));
  }
  return special;
}

/// Lines end with \n alone: a piece may be another of Unicode's line ends.
std::vector<std::string> PiecesOf(const formats::Source& vocabulary) {
  std::vector<std::string> pieces;
  for (formats::RawLines lines(vocabulary.bytes); lines.Next();) pieces.emplace_back(lines.line());
  return pieces;
}

WordPieceTokenizer FromVocabulary(const std::string& folder, const ChangeSettings& change) {
  WordPieceSettings settings;
  if (const std::string path = folder + "/tokenizer_config.json"; base::Exists(path)) {
    const JsonFile config(path);
    settings.lowercase = config.BoolIfThere("do_lower_case").value_or(true);
    settings.strip_accents = config.BoolIfThere("strip_accents").value_or(settings.lowercase);
    settings.handle_chinese_chars = config.BoolIfThere("tokenize_chinese_chars").value_or(true);
  }
  if (change) change(settings);
  return {PiecesOf(formats::OpenSource(folder + "/vocab.txt")), std::move(settings)};
}

}  // namespace

WordPieceTokenizer TokenizerFromJson(const JsonFile& file, const ChangeSettings& change) {
  RequireKind(file, "normalizer", "BertNormalizer");
  RequireKind(file, "pre_tokenizer", "BertPreTokenizer");
  const json* const model = MemberOf(file.root(), "model");
  const json* const vocabulary = model == nullptr ? nullptr : MemberOf(*model, "vocab");
  if (vocabulary == nullptr) file.Fail("lacks \"model\" with a \"vocab\"");
  // Files of old have no kind of model; they hold WordPiece's.
  if (MemberOf(*model, "type") != nullptr) RequireKind(file, "model", "WordPiece");
  WordPieceSettings settings;
  TakeNormalizer(file, *MemberOf(file.root(), "normalizer"), settings);
  Take(file, *model, "unk_token", settings.unknown);
  Take(file, *model, "continuing_subword_prefix", settings.continuation);
  Take(file, *model, "max_input_chars_per_word", settings.longest_word);
  settings.special = SpecialPieces(file);
  if (change) change(settings);
  return {PiecesOf(file, *vocabulary), std::move(settings)};
}

WordPieceTokenizer ReadTokenizer(const std::string& folder, const ChangeSettings& change) {
  const std::string json_path = folder + "/tokenizer.json";
  const std::string text_path = folder + "/vocab.txt";
  const std::string& path = base::Exists(json_path) ? json_path : text_path;
  if (!base::Exists(path)) {
    throw Error(ErrorKind::kNotFound, "holds neither tokenizer.json nor vocab.txt", folder);
  }
  try {
    return path == json_path ? TokenizerFromJson(JsonFile(path), change)
                             : FromVocabulary(folder, change);
  } catch (const Error& error) {
    if (!error.path().empty()) throw;
    throw Error(error.kind(), error.message(), path);
  }
}

std::optional<std::size_t> ModelMaxLength(const std::string& folder) {
  const std::string path = folder + "/tokenizer_config.json";
  return base::Exists(path) ? JsonFile(path).SizeIfThere("model_max_length") : std::nullopt;
}

}  // namespace firth::encoder
