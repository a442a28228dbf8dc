#include "formats/safetensors_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/little_endian.h"
#include "formats/safetensors_sax.h"

namespace firth::formats {
namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kDataAlignment = 64;

/// Bytes of an element; nothing for a type that this version does not know.
std::optional<std::uint64_t> ElementBytes(std::string_view dtype) {
  static const std::map<std::string_view, std::uint64_t> kSizes = {
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E4M3", 1}, {"F8_E5M2", 1},
      {"U16", 2},  {"I16", 2}, {"F16", 2}, {"BF16", 2},    {"U32", 4},
      {"I32", 4},  {"F32", 4}, {"U64", 8}, {"I64", 8},     {"F64", 8}};
  const auto found = kSizes.find(dtype);
  if (found == kSizes.end()) return std::nullopt;
  return found->second;
}

/// Nothing when the product leaves 64 bits.
std::optional<std::uint64_t> TensorBytes(const Tensor& tensor, std::uint64_t element) {
  std::uint64_t bytes = element;
  for (const std::uint64_t extent : tensor.shape) {
    if (__builtin_mul_overflow(bytes, extent, &bytes)) return std::nullopt;
  }
  return bytes;
}

std::string_view TakeJson(const Source& source) {
  const std::string_view bytes = source.bytes;
  if (bytes.size() < kLengthBytes) Fail(source, "is cut short: a safetensors file has a header");
  const auto length = base::LoadLittleEndian<std::uint64_t>(bytes.data());
  if (length > kMaxSafetensorsHeader) {
    FailAtByte(source, 0,
               fmt::format("a header of {} bytes is longer than safetensors allows ({})", length,
                           kMaxSafetensorsHeader));
  }
  if (length > bytes.size() - kLengthBytes) {
    FailAtByte(source, 0,
               fmt::format("promises a header of {} bytes, but only {} follow: the file "
                           "is cut short",
                           length, bytes.size() - kLengthBytes));
  }
  const std::string_view json = bytes.substr(kLengthBytes, length);
  if (!json.starts_with('{')) FailAtByte(source, kLengthBytes, "the header is not a JSON object");
  return json;
}

void CheckLength(const Source& source, const std::string& name, const Tensor& tensor) {
  if (tensor.begin > tensor.end) {
    Fail(source, fmt::format("tensor {} ends before it begins", Quoted(name)));
  }
  const auto element = ElementBytes(tensor.dtype);
  if (!element) return;
  const auto bytes = TensorBytes(tensor, *element);
  if (bytes && *bytes == tensor.end - tensor.begin) return;
  Fail(source, fmt::format("tensor {} is {} bytes long, which its type and shape do not give",
                           Quoted(name), tensor.end - tensor.begin));
}

/// The tensors as they follow each other in the file.
std::vector<std::pair<std::string_view, const Tensor*>> InOrder(const SafetensorsHeader& header) {
  std::vector<std::pair<std::string_view, const Tensor*>> order;
  for (const auto& [name, tensor] : header.tensors) order.emplace_back(name, &tensor);
  std::ranges::stable_sort(order, {}, [](const auto& entry) {
    return std::pair(entry.second->begin, entry.second->end);
  });
  return order;
}

void CheckPlaces(const Source& source, const SafetensorsHeader& header) {
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : InOrder(header)) {
    if (tensor->begin != at) {
      Fail(source, fmt::format("tensor {} begins at {} where {} was expected: tensors must follow "
                               "each other without holes",
                               Quoted(name), tensor->begin, at));
    }
    at = tensor->end;
  }
  const std::uint64_t held = source.bytes.size() - header.data_start;
  if (at != held) {
    Fail(source, fmt::format("the tensors take {} bytes, but {} follow the header: the file is {}",
                             at, held, at > held ? "cut short" : "too long"));
  }
}

}  // namespace

SafetensorsHeader ParseSafetensorsHeader(const Source& source) {
  const std::string_view json = TakeJson(source);
  SafetensorsSax sax;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &sax)) {
    FailAtByte(source, kLengthBytes, fmt::format("the header {}", sax.problem()));
  }
  SafetensorsHeader header = std::move(sax).Take();
  header.data_start = kLengthBytes + json.size();
  for (const auto& [name, tensor] : header.tensors) CheckLength(source, name, tensor);
  CheckPlaces(source, header);
  return header;
}

std::string MakeSafetensorsHeader(const SafetensorsHeader& header) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (!header.metadata.empty()) json["__metadata__"] = header.metadata;
  for (const auto& [name, tensor] : InOrder(header)) {
    nlohmann::ordered_json& entry = json[std::string(name)];
    entry["dtype"] = tensor->dtype;
    entry["shape"] = tensor->shape;
    entry["data_offsets"] = {tensor->begin, tensor->end};
  }
  std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::size_t whole = kLengthBytes + text.size();
  text.append((kDataAlignment - whole % kDataAlignment) % kDataAlignment, ' ');
  std::string bytes;
  base::AppendLittleEndian<std::uint64_t>(bytes, text.size());
  return bytes + text;
}

}  // namespace firth::formats
