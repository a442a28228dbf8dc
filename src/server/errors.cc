#include "server/errors.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "firth/error.h"
#include "server/json_body.h"

namespace firth::server {
namespace {

json OrNull(std::string_view text) { return text.empty() ? json(nullptr) : json(text); }

/// As OpenAI's reference of the API lists them.
std::string_view OpenAiType(unsigned status) {
  switch (status) {
    case 401:
      return "authentication_error";
    case 429:
      return "rate_limit_error";
    default:
      return status < 500 ? "invalid_request_error" : "server_error";
  }
}

std::string_view OpenAiCode(unsigned status, std::string_view field) {
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 404:
      return field == "model" ? "model_not_found" : "";
    case 429:
      return "rate_limit_exceeded";
    default:
      return "";
  }
}

/// As TEI's ErrorType has them.
std::string_view TeiType(unsigned status) {
  switch (status) {
    case 400:
      return "empty";
    case 401:
      return "unauthorized";
    case 424:
    case 500:
      return "backend";
    case 429:
      return "overloaded";
    case 503:
      return "unhealthy";
    default:
      return "validation";
  }
}

http::Response Page(const http::Request& request, unsigned status, std::string_view message,
                    std::string_view field) {
  if (!request.path.starts_with("/v1/")) {
    return JsonResponse({{"error", message}, {"error_type", TeiType(status)}}, status);
  }
  const unsigned openai = status == 422 ? 400 : status;
  return JsonResponse({{"error",
                        {{"message", message},
                         {"type", OpenAiType(openai)},
                         {"param", OrNull(field)},
                         {"code", OrNull(OpenAiCode(openai, field))}}}},
                      openai);
}

}  // namespace

http::Response ErrorPage(const http::Request& request, unsigned status, std::string_view message) {
  return Page(request, status, message, "");
}

http::Response ErrorPage(const http::Request& request, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const FieldError& error) {
    return Page(request, error.status(), error.what(), error.field());
  } catch (const http::HttpError& error) {
    return Page(request, error.status(), error.what(), "");
  } catch (const std::bad_alloc&) {
    return Page(request, 503, "out of memory", "");
  } catch (const Error& error) {
    const unsigned status = error.kind() == ErrorKind::kNotFound ? 404 : 422;
    return Page(request, status, error.message(), "");
  } catch (const std::exception& error) {
    return Page(request, 500, error.what(), "");
  }
}

}  // namespace firth::server
