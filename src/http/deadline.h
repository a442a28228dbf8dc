/// How long a connection waits for its client.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>

namespace firth::http {

/// Setting it costs little: one timer runs on to the moment that was set first, and looks then
/// whether that was put off.
/// Threads: for the socket's executor alone, which runs one thing at a time.
class Deadline {
 public:
  /// The socket must outlive the last of its handlers, or End be called before it goes.
  explicit Deadline(boost::asio::ip::tcp::socket& socket);

  /// `time` from now on: then whatever waits on the socket ends with operation_aborted.
  void Set(std::chrono::milliseconds time);
  /// The time that was set last is over.
  bool passed() const;
  /// Never again touches the socket.
  void End();

 private:
  struct Watch;
  std::shared_ptr<Watch> watch_;  ///< shared with the timer's handlers
};

}  // namespace firth::http
