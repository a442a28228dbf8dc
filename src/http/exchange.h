/// A request that is being handled, and the wait for its answer.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "http/shared.h"

namespace firth::http {

/// Lives as long as anybody may still answer, so that what it counts as is given back then.
/// Threads: `executor` runs one thing at a time; all but MakeReply is for it alone.
class Exchange : public std::enable_shared_from_this<Exchange> {
  std::shared_ptr<Shared> server_;  ///< stands first: what follows is given back to it at the end

 public:
  Exchange(std::shared_ptr<Shared> server, const asio::any_io_executor& executor);

  Request request;
  Share counted;     ///< among the requests being handled
  Share body_bytes;  ///< among the bytes of bodies

  /// Finds who answers the request and whether it may be asked, as soon as its header is there.
  void FindRoute();
  /// What the header alone makes impossible, once: the guard's refusal, or that nobody answers.
  std::optional<Response> TakeRefusal() { return std::exchange(refusal_, std::nullopt); }
  /// Null when nobody answers.
  const Router::Route* route() const { return route_; }
  /// Hands the request to whoever answers it. REQUIRES: FindRoute was called.
  void Begin();
  bool answered() const { return answered_; }
  /// Waits until there is an answer, the client has gone, or the time is over.
  asio::awaitable<void> Wait();
  /// Gives the body's memory back once there is an answer, which may wait long to be taken.
  void ForgetBody();
  /// The client went away.
  void Leave();
  bool left() const { return gone_.stop_requested(); }
  /// After Wait, unless the client has left.
  Response TakeResponse();

 private:
  Reply MakeReply();
  void Run(const Reply& reply);

  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  std::stop_source gone_;
  const Router::Route* route_ = nullptr;
  std::optional<Response> refusal_;
  std::unique_ptr<Response> response_;
  bool answered_ = false;
};

}  // namespace firth::http
