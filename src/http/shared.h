/// What all connections of a server share.
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "http/server.h"

namespace firth::http {

namespace asio = boost::asio;

/// A connection, as the server sees it.
/// Threads: all functions may be called from any thread.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Closes it unless a request is on its way.
  virtual void CloseIfIdle() = 0;
  /// Closes it; handlers learn that nobody waits.
  virtual void Cut() = 0;
};

/// A share of a number that has a limit, given back at the end.
class Share {
 public:
  Share() = default;
  ~Share() { Release(); }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;

  /// False when `limit` would be exceeded: nothing is taken.
  bool Take(std::atomic<std::size_t>& from, std::size_t amount, std::size_t limit) {
    Release();
    std::size_t taken = from;
    do {
      if (amount > 0 && taken + amount > limit) return false;
    } while (!from.compare_exchange_weak(taken, taken + amount));
    from_ = &from;
    amount_ = amount;
    return true;
  }
  void Release() {
    if (from_ != nullptr) from_->fetch_sub(amount_);
    from_ = nullptr;
  }

 private:
  std::atomic<std::size_t>* from_ = nullptr;
  std::size_t amount_ = 0;
};

struct Shared {
  Shared(HttpSettings s, Router r)
      : settings(std::move(s)), router(std::move(r)), work(settings.work_threads) {
    for (unsigned i = 0; i < std::max(1U, settings.io_threads); ++i) {
      contexts.push_back(std::make_unique<asio::io_context>(1));
    }
  }

  HttpSettings settings;
  Router router;
  /// One a thread: whatever belongs to a connection runs on that thread, one thing at a time, and
  /// threads have nothing to wait for from each other.
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  asio::thread_pool work;
  std::optional<asio::ssl::context> tls;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> turned_away = 0;  ///< connections that are seen off
  std::atomic<std::size_t> requests = 0;
  std::atomic<std::size_t> body_bytes = 0;
  std::atomic<std::size_t> answer_bytes = 0;  ///< made, and not taken yet
  std::atomic<bool> draining = false;
  std::atomic<bool> ended = false;  ///< all connections are cut; nobody waits for an answer

  std::mutex mutex;  ///< guards `alive`
  std::list<std::weak_ptr<Connection>> alive;
};

}  // namespace firth::http
