/// Work that is done side by side and put down in order.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>

namespace firth::cooccurrence {

/// Lets threads pass one after the other, in the order of their numbers. Threads: safe.
class InTurn {
 public:
  /// Waits until all lower numbers have passed, then runs `work` alone. When `stop` is requested
  /// meanwhile it returns without. Each number from 0 on once. When `work` throws the number has
  /// not passed.
  template <class Work>
  void Pass(std::size_t number, const std::stop_token& stop, const Work& work) {
    std::unique_lock lock(mutex_);
    if (!passed_.wait(lock, stop, [&] { return next_ == number; })) return;
    work();
    ++next_;
    passed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any passed_;
  std::size_t next_ = 0;
};

}  // namespace firth::cooccurrence
