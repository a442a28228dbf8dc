/// What a client asks and what it gets: HTTP/1.1 without the library that speaks it.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firth::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method{};  ///< "GET"
  std::string path{};    ///< "/v1/models": decoded, without the query
  std::string query{};   ///< what stands behind "?", as it came
  Headers headers{};     ///< names in lower case
  std::string body{};
  std::string peer{};      ///< the client's address
  std::stop_token gone{};  ///< a stop is requested when nobody waits for the answer any more

  /// The first header of this name (lower case); empty when there is none.
  std::string_view Header(std::string_view name) const;
  /// The first parameter of this name in the query, decoded.
  std::optional<std::string> Parameter(std::string_view name) const;
};

/// Bytes of an answer: a text of its own, or a view of bytes that others share.
class Body {
 public:
  Body() = default;
  Body(std::string text);  // NOLINT: a text is a body
  /// `bytes` live as long as `owner` does (a mapped file, a page that is always the same).
  Body(std::string_view bytes, std::shared_ptr<const void> owner);

  std::string_view bytes() const { return bytes_; }
  /// Memory that is there for this body alone; 0 for a view of what others share.
  std::size_t own_bytes() const { return shared_ ? 0 : bytes_.size(); }

 private:
  std::string_view bytes_;
  std::shared_ptr<const void> owner_;
  bool shared_ = false;
};

struct Response {
  unsigned status = 200;
  std::string type = "application/json";
  Body body{};
  Headers headers{};  ///< besides type, length, date and connection, which the server sets
};

/// "Not Found" of 404.
std::string_view StatusText(unsigned status);

/// Thrown by a handler that cannot answer: the client gets this status and a line that says why.
class HttpError : public std::runtime_error {
 public:
  HttpError(unsigned status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  unsigned status() const { return status_; }

 private:
  unsigned status_;
};

}  // namespace firth::http
