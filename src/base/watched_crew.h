/// Threads that live on between pieces of work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace firth::base {

/// Where work comes in many short pieces: a thread that is new to the system may wait long for a
/// processor of a busy machine, and would for every piece. Not thread-safe.
class WatchedCrew {
 public:
  using Work = std::function<void(std::size_t index, const std::stop_token& stop)>;

  /// Throws std::system_error when the system gives fewer; those that were started have ended then.
  explicit WatchedCrew(std::size_t threads);
  WatchedCrew(const WatchedCrew&) = delete;
  WatchedCrew& operator=(const WatchedCrew&) = delete;

  /// As RunWatched, on these threads: returns, or throws, when no `work` is at it any more.
  void Run(const Work& work, const std::stop_token& stop, const std::function<void()>& tick);

 private:
  void Live(std::size_t index, const std::stop_token& over);

  std::mutex mutex_;
  std::condition_variable_any begun_;
  std::condition_variable ended_;
  const Work* work_ = nullptr;
  std::uint64_t piece_ = 0;  ///< that is, or was, worked on
  std::size_t running_ = 0;
  std::exception_ptr failure_;
  std::stop_source stop_;
  std::vector<std::jthread> threads_;  ///< the last: they end before what they look at goes
};

}  // namespace firth::base
