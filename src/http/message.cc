#include "http/message.h"

#include <algorithm>

#include "http/target.h"

namespace firth::http {

std::string_view Request::Header(std::string_view name) const {
  const auto found =
      std::ranges::find(headers, name, [](const auto& header) { return header.first; });
  return found == headers.end() ? std::string_view{} : found->second;
}

std::optional<std::string> Request::Parameter(std::string_view name) const {
  return FindParameter(query, name);
}

Body::Body(std::string text) {
  const auto owned = std::make_shared<const std::string>(std::move(text));
  bytes_ = *owned;
  owner_ = owned;
}

Body::Body(std::string_view bytes, std::shared_ptr<const void> owner)
    : bytes_(bytes), owner_(std::move(owner)), shared_(true) {}

}  // namespace firth::http
