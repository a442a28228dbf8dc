/// Work beside the answers of a server.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace firth::teach {

/// One piece of work at a time, in a thread of its own. Threads: all functions may be called from
/// any.
class Job {
 public:
  /// False when one is under way. What `work` throws is kept as failure().
  bool Start(std::function<void(const std::stop_token&)> work) {
    const std::lock_guard lock(mutex_);
    if (running_) return false;
    running_ = true;
    failure_.clear();
    thread_ = std::jthread([this, work = std::move(work)](const std::stop_token& stop) {
      std::string failure;
      try {
        work(stop);
      } catch (const std::exception& error) {
        failure = error.what();
      }
      const std::lock_guard ended(mutex_);
      failure_ = failure;
      running_ = false;
    });
    return true;
  }

  bool running() const { return running_; }
  /// Why the last work ended before its time; empty when it did not.
  std::string failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  mutable std::mutex mutex_;
  std::atomic<bool> running_ = false;
  std::string failure_;
  std::jthread thread_;  ///< last: it is stopped and joined before what it uses ends
};

}  // namespace firth::teach
