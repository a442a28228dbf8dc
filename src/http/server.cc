#include "http/server.h"

#include <fmt/format.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <thread>
#include <utility>

#include "firth/error.h"
#include "http/session.h"
#include "http/shared.h"
#include "http/tls.h"

namespace firth::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
/// How long standing connections may still bring a request when draining.
constexpr auto kLastRequests = std::chrono::seconds(1);
/// Between two looks at what is left.
constexpr auto kLook = std::chrono::milliseconds(5);
/// How long a client that is turned away has to see it, and how many such there are at a time.
constexpr auto kSeeOff = std::chrono::milliseconds(500);
constexpr std::size_t kMostTurnedAway = 64;
/// Before connections are taken again when the system has no more files.
constexpr auto kPause = std::chrono::milliseconds(100);

tcp::acceptor Listen(asio::io_context& io, const HttpSettings& settings) {
  const std::string place = fmt::format("{}:{}", settings.host, settings.port);
  const auto check = [&](const error_code& error) {
    if (!error) return;
    throw Error(ErrorKind::kIo, fmt::format("cannot listen on {}: {}", place, error.message()));
  };
  error_code error;
  tcp::resolver resolver(io);
  const auto found =
      resolver.resolve(settings.host, std::to_string(settings.port), tcp::resolver::passive, error);
  check(error);
  const tcp::endpoint endpoint = *found.begin();
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  check(error);
  acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  check(error);
  acceptor.bind(endpoint, error);
  check(error);
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  check(error);
  return acceptor;
}

/// Until the client has seen that it is turned away.
asio::awaitable<void> SeeOff(std::shared_ptr<Shared> /*lives meanwhile*/, tcp::socket socket,
                             std::unique_ptr<Share>) {
  Deadline deadline(socket);
  error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  co_await ReadAway(socket, deadline, kSeeOff);
  deadline.End();
}

}  // namespace

struct HttpServer::Parts {
  Parts(HttpSettings s, Router r);
  ~Parts();

  /// Connections go to the threads in turn. REQUIRES: the acceptor's thread.
  asio::any_io_executor NextExecutor() {
    return shared->contexts[next++ % shared->contexts.size()]->get_executor();
  }
  /// One that is too many.
  void TurnAway(tcp::socket socket) const;
  /// Starts to serve `socket`, or turns it away when there are too many.
  void Take(tcp::socket socket);
  asio::awaitable<void> Accept();
  /// Takes the connections that the system holds ready, and no more.
  void StopAccepting();
  template <class Visit>
  void ForEachConnection(const Visit& visit);
  bool WaitForConnections(Clock::time_point until) const;
  void Cut();

  std::shared_ptr<Shared> shared;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  std::size_t next = 0;
  /// Keep threads that have no connection yet.
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
  std::vector<std::jthread> threads;
};

HttpServer::Parts::Parts(HttpSettings s, Router r)
    : shared(std::make_shared<Shared>(std::move(s), std::move(r))),
      acceptor(Listen(*shared->contexts.front(), shared->settings)) {
  if (shared->settings.tls) shared->tls = MakeTlsContext(*shared->settings.tls);
  port = acceptor.local_endpoint().port();
  asio::co_spawn(acceptor.get_executor(), Accept(), asio::detached);
  for (const auto& context : shared->contexts) {
    guards.push_back(asio::make_work_guard(*context));
    threads.emplace_back([&context = *context] { context.run(); });
  }
}

HttpServer::Parts::~Parts() {
  asio::post(acceptor.get_executor(), [this] { acceptor.close(); });
  Cut();
  guards.clear();
  threads.clear();
  shared->work.join();
  // Answers that came meanwhile: what is left in a queue would keep itself alive.
  for (const auto& context : shared->contexts) {
    context->restart();
    context->poll();
  }
}

void HttpServer::Parts::TurnAway(tcp::socket socket) const {
  static constexpr std::string_view kFull =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";
  error_code error;
  socket.non_blocking(true, error);
  std::size_t written = 0;
  // In the middle of a handshake of TLS's nobody would understand it.
  if (!shared->tls) written = socket.write_some(asio::buffer(kFull), error);
  if (shared->settings.on_finished) {
    const std::string peer = PeerOf(socket);
    shared->settings.on_finished({.status = 503, .peer = peer, .bytes_out = written});
  }
  auto lingers = std::make_unique<Share>();
  if (!lingers->Take(shared->turned_away, 1, kMostTurnedAway)) return;
  const auto executor = socket.get_executor();
  asio::co_spawn(executor, SeeOff(shared, std::move(socket), std::move(lingers)), asio::detached);
}

void HttpServer::Parts::Take(tcp::socket socket) {
  auto counted = std::make_unique<Share>();
  const auto executor = socket.get_executor();
  if (!counted->Take(shared->connections, 1, shared->settings.connections)) {
    return TurnAway(std::move(socket));
  }
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  asio::co_spawn(executor, Serve(shared, std::move(socket), std::move(counted)), asio::detached);
}

asio::awaitable<void> HttpServer::Parts::Accept() {
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(NextExecutor(), kAwait);
    if (!error) {
      Take(std::move(socket));
    } else if (acceptor.is_open()) {
      asio::steady_timer timer(acceptor.get_executor(), kPause);
      co_await timer.async_wait(kAwait);
    }
  }
}

void HttpServer::Parts::StopAccepting() {
  asio::post(acceptor.get_executor(), [this] {
    error_code error;
    acceptor.non_blocking(true, error);
    while (!error) {
      tcp::socket socket = acceptor.accept(NextExecutor(), error);
      if (!error) Take(std::move(socket));
    }
    acceptor.close(error);
  });
}

template <class Visit>
void HttpServer::Parts::ForEachConnection(const Visit& visit) {
  const std::scoped_lock lock(shared->mutex);
  for (const auto& weak : shared->alive) {
    if (const auto connection = weak.lock()) visit(*connection);
  }
}

bool HttpServer::Parts::WaitForConnections(Clock::time_point until) const {
  while (shared->connections > 0) {
    if (Clock::now() >= until) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

void HttpServer::Parts::Cut() {
  shared->ended = true;
  ForEachConnection([](Connection& connection) { connection.Cut(); });
}

HttpServer::HttpServer(HttpSettings settings, Router router)
    : parts_(std::make_unique<Parts>(std::move(settings), std::move(router))) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return parts_->port; }

std::string HttpServer::url() const {
  const HttpSettings& settings = parts_->shared->settings;
  const bool v6 = settings.host.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}", settings.tls ? "https" : "http",
                     v6 ? "[" + settings.host + "]" : settings.host, port());
}

std::size_t HttpServer::connections() const { return parts_->shared->connections; }

std::size_t HttpServer::requests() const { return parts_->shared->requests; }

bool HttpServer::Drain() {
  const auto begin = Clock::now();
  parts_->shared->draining = true;
  parts_->StopAccepting();
  const auto end = begin + parts_->shared->settings.drain_time;
  bool all = parts_->WaitForConnections(std::min(end, begin + kLastRequests));
  while (!all && Clock::now() < end) {
    parts_->ForEachConnection([](Connection& connection) { connection.CloseIfIdle(); });
    all = parts_->WaitForConnections(std::min(end, Clock::now() + 20 * kLook));
  }
  if (!all) parts_->Cut();
  return all;
}

}  // namespace firth::http
