#include "encode_texts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "arriving_lines.h"
#include "firth/corpus.h"
#include "firth/error.h"
#include "formats/lines.h"

namespace firth::cli {
namespace {

std::string ReadAll(BlockReader& reader) {
  std::string bytes;
  while (const auto block = reader.Next()) bytes += block->text;
  return bytes;
}

std::string ReadAll(const std::string& file) {
  if (file == "-") {
    ArrivingLines lines;
    return ReadAll(lines);
  }
  return ReadAll(*OpenCorpus({file})->Open());
}

std::string FieldOf(std::string_view line, const std::string& field, const std::string& file,
                    std::size_t number) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (json.is_object()) {
    const auto found = json.find(field);
    if (found != json.end() && found->is_string()) return found->get<std::string>();
  }
  throw Error(ErrorKind::kFormat,
              fmt::format("line {}: is no JSON object with a text \"{}\"", number, field),
              file == "-" ? "standard input" : file);
}

}  // namespace

Texts ReadTexts(const TextsInput& input) {
  Texts texts;
  texts.bytes = ReadAll(input.file);
  for (formats::RawLines lines(texts.bytes); lines.Next();) texts.views.push_back(lines.line());
  if (input.field.empty()) return texts;
  texts.fields.reserve(texts.views.size());
  for (std::size_t i = 0; i < texts.views.size(); ++i) {
    texts.fields.push_back(FieldOf(texts.views[i], input.field, input.file, i + 1));
    texts.views[i] = texts.fields.back();
  }
  return texts;
}

}  // namespace firth::cli
