/// What models are called: on the command line, in Python and in the files that they are kept in.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "firth/models.h"

namespace firth {

inline constexpr std::pair<ContextKind, std::string_view> kContextNames[] = {
    {ContextKind::kSkipgram, "skipgram"},
    {ContextKind::kCbow, "cbow"},
    {ContextKind::kGlove, "glove"},
    {ContextKind::kPpmi, "ppmi"},
};

constexpr std::string_view ContextName(ContextKind context) {
  for (const auto& [kind, name] : kContextNames) {
    if (kind == context) return name;
  }
  return "";
}

/// Nothing for another name.
constexpr std::optional<ContextKind> ContextNamed(std::string_view name) {
  for (const auto& [kind, known] : kContextNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

}  // namespace firth
