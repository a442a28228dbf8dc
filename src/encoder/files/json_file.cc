#include "encoder/files/json_file.h"

#include <fmt/format.h>

#include "firth/error.h"

namespace firth::encoder {
namespace {

using nlohmann::json;

/// No tokenizer of a BERT is nearly as long; the parser takes several times a file's size.
constexpr std::size_t kLongest = std::size_t{1} << 28;

json Parse(const formats::Source& source) {
  if (source.bytes.size() > kLongest) formats::Fail(source, "is longer than any such file");
  try {
    return json::parse(source.bytes);
  } catch (const json::exception&) {
    formats::Fail(source, "is not valid JSON");
  }
}

}  // namespace

const json* MemberOf(const json& value, std::string_view field) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(field);
  return found == value.end() || found->is_null() ? nullptr : &*found;
}

JsonFile::JsonFile(const std::string& path) : JsonFile(formats::OpenSource(path)) {}
JsonFile::JsonFile(const formats::Source& source) : path_(source.path), root_(Parse(source)) {}

void JsonFile::Fail(const std::string& message) const {
  throw Error(ErrorKind::kFormat, message, path_);
}

const json* JsonFile::Find(std::string_view field) const { return MemberOf(root_, field); }

std::size_t JsonFile::Size(std::string_view field) const {
  const auto size = SizeIfThere(field);
  if (!size) Fail(fmt::format("lacks \"{}\"", field));
  return *size;
}

std::optional<std::size_t> JsonFile::SizeIfThere(std::string_view field) const {
  const json* const value = Find(field);
  if (value == nullptr) return std::nullopt;
  // A number past what 53 bits hold stands for "no limit" in tokenizer_config.json.
  if (value->is_number_float() && value->get<double>() > 9e15) return std::nullopt;
  if (!value->is_number_unsigned()) Fail(fmt::format("\"{}\" is no whole number from 0 on", field));
  return value->get<std::size_t>();
}

std::optional<std::string> JsonFile::TextIfThere(std::string_view field) const {
  const json* const value = Find(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) Fail(fmt::format("\"{}\" is no text", field));
  return value->get<std::string>();
}

std::optional<bool> JsonFile::BoolIfThere(std::string_view field) const {
  const json* const value = Find(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) Fail(fmt::format("\"{}\" is neither true nor false", field));
  return value->get<bool>();
}

std::optional<double> JsonFile::NumberIfThere(std::string_view field) const {
  const json* const value = Find(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) Fail(fmt::format("\"{}\" is no number", field));
  return value->get<double>();
}

}  // namespace firth::encoder
