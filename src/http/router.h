/// Which handler answers what.
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/reply.h"

namespace firth::http {

/// Answers at once. It runs on a thread for work, so that it may take its time; what it throws
/// becomes an answer of its status (HttpError) or 500.
using Handler = std::function<Response(const Request&)>;

/// Answers through `reply`, now or later, from any thread. For a short body (inline_bytes of the
/// server's settings) it runs on the thread that serves the connections and must return soon.
using AsyncHandler = std::function<void(std::shared_ptr<const Request>, Reply reply)>;

/// What a client gets that asked for something wrong: `message` says what.
using ErrorPage =
    std::function<Response(const Request& request, unsigned status, std::string_view message)>;

/// What a client gets whose request a handler threw for.
using FailurePage =
    std::function<Response(const Request& request, const std::exception_ptr& failure)>;

/// What stands for the star of `pattern` in `path`; nothing when it does not fit.
std::optional<std::string_view> StarOf(std::string_view pattern, std::string_view path);

/// {"error": MESSAGE}
Response PlainErrorPage(const Request& request, unsigned status, std::string_view message);

/// Set up before the server starts, and not changed after.
class Router {
 public:
  /// `path` is a whole path, "/v1/models", or has a star that anything may stand for,
  /// "/v1/models/*", "/indexes/*/search". Of several that fit, the longest answers. Whoever answers
  /// GET answers HEAD.
  void Add(std::string_view method, std::string_view path, Handler handler);
  void AddAsync(std::string_view method, std::string_view path, AsyncHandler handler);
  /// PlainErrorPage unless another is set.
  void SetErrorPage(ErrorPage page) { error_page_ = std::move(page); }
  /// Unless one is set: the error page, of an HttpError's status, 503 out of memory, 500 otherwise.
  void SetFailurePage(FailurePage page) { failure_page_ = std::move(page); }
  /// Asked before any handler; a request for which it throws HttpError is not handled.
  void SetGuard(std::function<void(const Request&)> guard) { guard_ = std::move(guard); }

  struct Route {
    std::string path;  ///< as it was added: what a log and a metric may name
    Handler handler;
    AsyncHandler async_handler;  ///< one of the two is set
  };

  /// Null, and a response that says why in `refusal`, when nobody answers.
  const Route* Find(const Request& request, Response& refusal) const;
  /// The guard's refusal, if it has one.
  std::optional<Response> Refusal(const Request& request) const;
  Response Error(const Request& request, unsigned status, std::string_view message) const {
    return error_page_(request, status, message);
  }
  Response Failure(const Request& request, const std::exception_ptr& failure) const;

 private:
  using Methods = std::map<std::string, Route, std::less<>>;

  void Insert(std::string_view method, std::string_view path, Route route);
  const Methods* MethodsOf(std::string_view path) const;

  std::map<std::string, Methods, std::less<>> exact_;
  std::map<std::string, Methods, std::less<>> patterns_;  ///< those with a star
  ErrorPage error_page_ = PlainErrorPage;
  FailurePage failure_page_;
  std::function<void(const Request&)> guard_;
};

}  // namespace firth::http
