/// What a client is told that asked for what cannot be done.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "http/message.h"

namespace firth::server {

/// A field of the request is wrong: the message is "FIELD: MESSAGE".
class FieldError : public http::HttpError {
 public:
  FieldError(unsigned status, std::string_view field, std::string_view message)
      : HttpError(status, std::string(field) + ": " + std::string(message)), field_(field) {}
  const std::string& field() const { return field_; }

 private:
  std::string field_;
};

/// Below /v1 OpenAI's shape, {"error": {"message", "type", "param", "code"}}, in which a request
/// that is wrong has status 400; elsewhere that of Hugging Face's text-embeddings-inference,
/// {"error", "error_type"}.
http::Response ErrorPage(const http::Request& request, unsigned status, std::string_view message);

/// The same for what a handler threw.
http::Response ErrorPage(const http::Request& request, const std::exception_ptr& failure);

}  // namespace firth::server
