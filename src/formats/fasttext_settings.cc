// fastText's settings and firth's.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "formats/fasttext_layout.h"

namespace firth::formats {
namespace {

/// Numbers that both have.
constexpr std::array kNumbers = {
    std::pair{"dim", &FasttextArguments::dim},
    std::pair{"window", &FasttextArguments::window},
    std::pair{"epochs", &FasttextArguments::epochs},
    std::pair{"min-count", &FasttextArguments::min_count},
    std::pair{"negative", &FasttextArguments::negative},
    std::pair{"bucket", &FasttextArguments::buckets},
    std::pair{"minn", &FasttextArguments::shortest},
    std::pair{"maxn", &FasttextArguments::longest},
};
constexpr std::array<std::string_view, 4> kLosses = {"hs", "ns", "softmax", "ova"};
constexpr std::array<std::string_view, 3> kModels = {"cbow", "skipgram", "supervised"};

/// The number of a name, from 1; `otherwise` when there is none.
template <std::size_t kCount>
std::int32_t NumberOf(const std::array<std::string_view, kCount>& names, const Metadata& metadata,
                      const char* key, std::int32_t otherwise) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return otherwise;
  for (std::size_t i = 0; i < kCount; ++i) {
    if (names[i] == found->second) return static_cast<std::int32_t>(i + 1);
  }
  return otherwise;
}

template <class Number>
void Parse(const Metadata& metadata, const char* key, Number& number) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return;
  const std::string& text = found->second;
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= 0) number = value;
}

}  // namespace

Metadata ToMetadata(const FasttextArguments& arguments) {
  Metadata metadata;
  for (const auto& [key, field] : kNumbers) metadata[key] = std::to_string(arguments.*field);
  metadata["loss"] = kLosses[static_cast<std::size_t>(arguments.loss - 1)];
  metadata["model"] = kModels[static_cast<std::size_t>(arguments.model - 1)];
  metadata["sample"] = fmt::format("{}", arguments.sample);
  return metadata;
}

FasttextArguments ToArguments(const Metadata& metadata) {
  FasttextArguments arguments;
  for (const auto& [key, field] : kNumbers) Parse(metadata, key, arguments.*field);
  Parse(metadata, "sample", arguments.sample);
  arguments.loss = NumberOf(kLosses, metadata, "loss", arguments.loss);
  arguments.model = NumberOf(kModels, metadata, "model", arguments.model);
  // A classifier's labels are not among what firth keeps.
  if (arguments.model == kSupervised) arguments.model = FasttextArguments().model;
  return arguments;
}

}  // namespace firth::formats
