/// A server of HTTP/1.1 for many connections. It knows nothing of what it serves.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"

namespace firth::http {

/// What a request came to. No text of a client's is in it.
struct Finished {
  std::string_view method{};  ///< empty when a connection was turned away
  std::string_view route{};   ///< the router's path; empty when nobody answers there
  unsigned status = 0;
  std::string_view peer;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  double seconds = 0;      ///< from the last byte of the request to the answer's first
  bool cancelled = false;  ///< the client went before the answer came
};

/// Files in PEM.
struct TlsFiles {
  std::string certificate;  ///< the chain, the server's own first
  std::string key;
};

struct HttpSettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one
  std::optional<TlsFiles> tls{};
  unsigned io_threads = 1;    ///< serve the connections
  unsigned work_threads = 2;  ///< run handlers that answer at once

  std::size_t inline_bytes = 4U << 10;  ///< longer bodies are for the threads for work alone
  std::size_t header_bytes = 16U << 10;
  std::size_t body_bytes = 8U << 20;       ///< of one request
  std::size_t bodies_bytes = 48U << 20;    ///< of all that are being read or handled, but for
                                           ///< what is ordinary (16 KiB each); more get 503
  std::size_t answers_bytes = 128U << 20;  ///< of all over 64 KiB that wait for their clients to
                                           ///< take them; more become 503
  std::size_t connections = 4096;          ///< more are turned away with 503
  std::size_t requests = 512;              ///< being handled; more are turned away with 429
  std::chrono::milliseconds read_time{10'000};    ///< for a header and its body; 408 after that
  std::chrono::milliseconds idle_time{75'000};    ///< between two requests
  std::chrono::milliseconds write_time{10'000};   ///< for 256 KiB of an answer to be taken
  std::chrono::milliseconds answer_time{60'000};  ///< for a handler; 503 after that
  std::chrono::milliseconds drain_time{30'000};   ///< for what is under way when draining

  std::vector<std::string> cors_origins{};  ///< whose pages may ask ("*": anybody's); none: off
  std::function<void(const Finished&)> on_finished{};  ///< called on threads that serve
};

/// Listens from its construction on, serves until it is drained.
/// Threads: all functions may be called from any thread.
class HttpServer {
 public:
  /// Throws Error: kIo (the port is taken, the host is unknown), kFormat (a TLS file is broken).
  HttpServer(HttpSettings settings, Router router);
  /// Ends everything at once, unless it was drained.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  /// "http://127.0.0.1:8080"
  std::string url() const;
  std::size_t connections() const;
  /// Requests that are being handled.
  std::size_t requests() const;

  /// Takes no new connection, answers every request that has come or comes within a second on those
  /// that stand, then returns; what takes longer than drain_time is cut off. True when nothing was.
  bool Drain();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace firth::http
