#include "base/watched_crew.h"

#include <utility>

#include "base/watched_threads.h"

namespace firth::base {

WatchedCrew::WatchedCrew(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, i](const std::stop_token& over) { Live(i, over); });
  }
}

void WatchedCrew::Live(std::size_t index, const std::stop_token& over) {
  std::uint64_t done = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    if (!begun_.wait(lock, over, [&] { return piece_ != done; })) return;
    done = piece_;
    const std::stop_token stop = stop_.get_token();
    lock.unlock();
    std::exception_ptr failure;
    try {
      (*work_)(index, stop);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure && !failure_) {
      failure_ = failure;
      stop_.request_stop();
    }
    if (--running_ == 0) ended_.notify_all();
  }
}

void WatchedCrew::Run(const Work& work, const std::stop_token& stop,
                      const std::function<void()>& tick) {
  std::unique_lock lock(mutex_);
  work_ = &work;
  failure_ = nullptr;
  stop_ = {};
  running_ = threads_.size();
  ++piece_;
  const std::stop_callback forward(stop, [source = stop_]() mutable { source.request_stop(); });
  begun_.notify_all();
  bool ticks = true;
  while (!ended_.wait_for(lock, kTick, [this] { return running_ == 0; })) {
    if (!ticks) continue;
    lock.unlock();
    std::exception_ptr failure;
    try {
      tick();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (!failure) continue;
    ticks = false;
    stop_.request_stop();
    if (!failure_) failure_ = failure;
  }
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

}  // namespace firth::base
