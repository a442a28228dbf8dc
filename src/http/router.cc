#include "http/router.h"

#include <utility>

#include "http/json.h"

namespace firth::http {

Response PlainErrorPage(const Request&, unsigned status, std::string_view message) {
  return AsJson({{"error", message}}, status);
}

std::optional<std::string_view> StarOf(std::string_view pattern, std::string_view path) {
  const std::size_t star = pattern.find('*');
  const std::string_view before = pattern.substr(0, star);
  const std::string_view after = pattern.substr(star + 1);
  if (path.size() < before.size() + after.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
  return path.substr(star, path.size() - before.size() - after.size());
}

void Router::Insert(std::string_view method, std::string_view path, Route route) {
  route.path = path;
  const bool pattern = path.find('*') != std::string_view::npos;
  auto& methods = (pattern ? patterns_ : exact_)[std::string(path)];
  methods.insert_or_assign(std::string(method), std::move(route));
}

void Router::Add(std::string_view method, std::string_view path, Handler handler) {
  Insert(method, path, {.path = {}, .handler = std::move(handler), .async_handler = {}});
}

void Router::AddAsync(std::string_view method, std::string_view path, AsyncHandler handler) {
  Insert(method, path, {.path = {}, .handler = {}, .async_handler = std::move(handler)});
}

const Router::Methods* Router::MethodsOf(std::string_view path) const {
  if (const auto exact = exact_.find(path); exact != exact_.end()) return &exact->second;
  const Methods* longest = nullptr;
  std::size_t length = 0;
  for (const auto& [pattern, methods] : patterns_) {
    if (pattern.size() < length || !StarOf(pattern, path)) continue;
    longest = &methods;
    length = pattern.size();
  }
  return longest;
}

const Router::Route* Router::Find(const Request& request, Response& refusal) const {
  const Methods* const methods = MethodsOf(request.path);
  if (methods == nullptr) {
    refusal = Error(request, 404, "there is nothing at " + request.path);
    return nullptr;
  }
  auto found = methods->find(request.method);
  if (found == methods->end() && request.method == "HEAD") found = methods->find("GET");
  if (found != methods->end()) return &found->second;
  std::string allowed;
  for (const auto& [method, route] : *methods) {
    allowed += allowed.empty() ? method : ", " + method;
  }
  refusal = Error(request, 405, request.path + " answers " + allowed);
  refusal.headers.emplace_back("Allow", allowed);
  return nullptr;
}

std::optional<Response> Router::Refusal(const Request& request) const {
  if (!guard_) return std::nullopt;
  try {
    guard_(request);
    return std::nullopt;
  } catch (const HttpError& error) {
    Response refusal = Error(request, error.status(), error.what());
    if (error.status() == 401) refusal.headers.emplace_back("WWW-Authenticate", "Bearer");
    return refusal;
  }
}

Response Router::Failure(const Request& request, const std::exception_ptr& failure) const {
  if (failure_page_) return failure_page_(request, failure);
  try {
    std::rethrow_exception(failure);
  } catch (const HttpError& error) {
    return Error(request, error.status(), error.what());
  } catch (const std::bad_alloc&) {
    return Error(request, 503, "out of memory");
  } catch (const std::exception& error) {
    return Error(request, 500, error.what());
  }
}

}  // namespace firth::http
