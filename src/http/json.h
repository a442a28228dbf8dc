/// Answers in JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "http/message.h"

namespace firth::http {

/// The shortest text of it, with U+FFFD for bytes that are no UTF-8. `Json`: of nlohmann's kinds.
template <class Json>
std::string JsonText(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

inline Response AsJson(const nlohmann::ordered_json& json, unsigned status = 200) {
  return {.status = status, .body = JsonText(json)};
}

}  // namespace firth::http
