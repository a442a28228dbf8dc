#include "firth/server.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/system.h"
#include "firth/error.h"
#include "http/api_keys.h"
#include "http/host_guard.h"
#include "http/server.h"
#include "server/index_routes.h"
#include "server/metrics.h"
#include "server/openai.h"
#include "server/pages.h"
#include "server/service.h"
#include "server/tei.h"
#include "server/words_routes.h"

namespace firth {
namespace {

using server::json;
using server::Service;

/// Look-ups of words are answered on these, too.
constexpr unsigned kIoThreads = 4;

http::HttpSettings HttpSettingsOf(const Service& service) {
  const ServeSettings& settings = service.settings;
  http::HttpSettings http{.host = settings.host,
                          .port = settings.port,
                          .io_threads = std::min(kIoThreads, base::ProcessorCount()),
                          .body_bytes = settings.body_bytes,
                          .connections = settings.connections,
                          .requests = settings.requests,
                          .read_time = settings.read_time,
                          .answer_time = settings.answer_time,
                          .drain_time = settings.drain_time,
                          .cors_origins = settings.cors_origins};
  http.bodies_bytes = std::max(http.bodies_bytes, settings.body_bytes);
  if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
    throw Error(ErrorKind::kSettings, "TLS needs a certificate and its key");
  }
  if (!settings.tls_key.empty()) {
    http.tls = http::TlsFiles{.certificate = settings.tls_certificate, .key = settings.tls_key};
  }
  return http;
}

std::string LogLine(const http::Finished& done) {
  return server::Dump(
      {{"time", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
       {"event", "request"},
       {"method", done.method},
       {"route", done.route},
       {"status", done.status},
       {"peer", done.peer},
       {"bytes_in", done.bytes_in},
       {"bytes_out", done.bytes_out},
       {"seconds", done.seconds}});
}

}  // namespace

struct Server::Parts {
  explicit Parts(ServeSettings settings)
      : service{.settings = settings, .models = server::ModelSet(server::LoadModels(settings))},
        keys(settings.api_keys) {
    if (!settings.indexes.empty()) indexes.emplace(settings.indexes, settings.target);
  }

  http::Router Routes();
  /// Throws HttpError(401 or 403).
  void RequireAllowed(const http::Request& request) const;
  http::Response Prometheus() const;

  std::optional<server::IndexStore> indexes;  ///< first: a model's last answers change it
  Service service;
  http::ApiKeys keys;
  server::Metrics metrics;
  std::mutex reloading;
  std::atomic<const http::HttpServer*> running = nullptr;  ///< null while it is being made
  std::unique_ptr<http::HttpServer> http;                  ///< last: what it serves is above
};

void Server::Parts::RequireAllowed(const http::Request& request) const {
  const ServeSettings& settings = service.settings;
  if (!settings.api_keys.empty()) return keys.Check(request);  // which no page of others knows
  const std::string& host = settings.host;
  const bool is_local = host == "127.0.0.1" || host == "localhost" || host == "::1";
  if (is_local && !http::NamesThisMachine(request)) {
    throw http::HttpError(403,
                          "without keys this server answers its own machine alone, by the name "
                          "127.0.0.1: a proxy sends that as Host, or the server has keys");
  }
  http::RequireKnownOrigin(request, settings.cors_origins);
}

http::Router Server::Parts::Routes() {
  http::Router router;
  router.SetErrorPage([](const http::Request& request, unsigned status, std::string_view message) {
    return server::ErrorPage(request, status, message);
  });
  router.SetFailurePage([](const http::Request& request, const std::exception_ptr& failure) {
    return server::ErrorPage(request, failure);
  });
  // What says no more than that and how the server answers.
  const std::set<std::string> open = {"/health", "/ping", "/docs", "/openapi.json"};
  router.SetGuard([this, open](const http::Request& request) {
    if (!open.contains(request.path)) RequireAllowed(request);
  });
  for (const char* path : {"/health", "/ping"}) {
    router.AddAsync("GET", path, [](const auto&, const http::Reply& reply) {
      reply(http::Response{.type = "text/plain"});
    });
  }
  router.Add("GET", "/metrics", [this](const http::Request&) { return Prometheus(); });
  server::AddOpenAiRoutes(router, service);
  server::AddTeiRoutes(router, service);
  server::AddWordsRoutes(router, service);
  if (indexes) server::AddIndexRoutes(router, service, *indexes);
  server::AddPageRoutes(router, service);
  return router;
}

http::Response Server::Parts::Prometheus() const {
  const http::HttpServer* const server = running;
  const std::size_t connections = server == nullptr ? 0 : server->connections();
  const std::size_t requests = server == nullptr ? 0 : server->requests();
  return {.type = "text/plain; version=0.0.4; charset=utf-8",
          .body = metrics.Text(*service.models.all(), connections, requests)};
}

Server::Server(ServeSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {
  http::HttpSettings http = HttpSettingsOf(parts_->service);
  http.on_finished = [parts = parts_.get()](const http::Finished& done) {
    parts->metrics.Add(done);
    if (const ServeLog& log = parts->service.settings.log) log(LogLine(done));
  };
  parts_->http = std::make_unique<http::HttpServer>(std::move(http), parts_->Routes());
  parts_->running = parts_->http.get();
}

Server::~Server() = default;

std::uint16_t Server::port() const { return parts_->http->port(); }

std::string Server::url() const { return parts_->http->url(); }

void Server::Reload() {
  const std::scoped_lock lock(parts_->reloading);
  parts_->service.models.Replace(server::LoadModels(parts_->service.settings));
}

bool Server::Drain() { return parts_->http->Drain(); }

}  // namespace firth
