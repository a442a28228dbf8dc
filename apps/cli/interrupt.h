/// Ctrl-C as a wish to stop, not as a sudden end.
#pragma once

#include <stop_token>
#include <thread>

namespace firth::cli {

/// While one of these lives, the first SIGINT or SIGTERM requests a stop and the second ends the
/// process at once. Make it before any other thread, so that all threads leave the signals to it.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::jthread waiter_;
};

}  // namespace firth::cli
