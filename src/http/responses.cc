#include "http/responses.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <string>

namespace firth::http {
namespace {

/// The origin as the answer names it; empty when it may not ask.
std::string_view AllowedOrigin(const HttpSettings& settings, const Request& request) {
  const std::string_view origin = request.Header("origin");
  if (origin.empty() || settings.cors_origins.empty()) return {};
  const auto has = [&](std::string_view one) {
    return std::ranges::find(settings.cors_origins, one) != settings.cors_origins.end();
  };
  if (has("*")) return "*";
  return has(origin) ? origin : std::string_view{};
}

/// RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"
const std::string& Date() {
  thread_local std::time_t made = -1;
  thread_local std::string date;
  const std::time_t now = std::time(nullptr);
  if (now != made) date = fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(now));
  made = now;
  return date;
}

}  // namespace

std::string_view StatusText(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 424:
      return "Failed Dependency";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

std::string ResponseHead(const Response& response, bool keep_alive) {
  fmt::memory_buffer head;
  const auto out = fmt::appender(head);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\nServer: firth\r\nDate: {}\r\nConnection: {}\r\n",
                 response.status, StatusText(response.status), Date(),
                 keep_alive ? "keep-alive" : "close");
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) {
    fmt::format_to(out, "Content-Type: {}\r\nContent-Length: {}\r\n", response.type,
                   response.body.bytes().size());
  }
  for (const auto& [name, value] : response.headers) {
    fmt::format_to(out, "{}: {}\r\n", name, value);
  }
  fmt::format_to(out, "\r\n");
  return fmt::to_string(head);
}

bool IsPreflight(const HttpSettings& settings, const Request& request) {
  return request.method == "OPTIONS" && !request.Header("access-control-request-method").empty() &&
         !AllowedOrigin(settings, request).empty();
}

Response PreflightAnswer(const Request& request) {
  // Clients send headers of their own (OpenAI's: X-Stainless-Lang and others). None means anything.
  std::string headers(request.Header("access-control-request-headers"));
  return {.status = 204,
          .headers = {{"Access-Control-Allow-Methods", "GET, POST, DELETE"},
                      {"Access-Control-Allow-Headers", std::move(headers)},
                      {"Access-Control-Max-Age", "600"}}};
}

void AddRetryAfter(Response& response) {
  const bool busy = response.status == 429 || response.status == 503;
  if (busy) response.headers.emplace_back("Retry-After", "1");
}

void AddCors(const HttpSettings& settings, const Request& request, Response& response) {
  const std::string_view origin = AllowedOrigin(settings, request);
  if (origin.empty()) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", origin);
  response.headers.emplace_back("Access-Control-Expose-Headers", "*");
  response.headers.emplace_back("Vary", "Origin");
}

}  // namespace firth::http
