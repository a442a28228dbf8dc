#include "base/watched_threads.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace firth::base {
namespace {

/// What the threads and their waiter share.
struct State {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t running = 0;
  std::exception_ptr failure;
  std::stop_source stop;
};

void RunOne(const std::function<void(std::size_t, const std::stop_token&)>& work, std::size_t index,
            State& state) {
  std::exception_ptr failure;
  try {
    work(index, state.stop.get_token());
  } catch (...) {
    failure = std::current_exception();
  }
  const std::scoped_lock lock(state.mutex);
  if (failure && !state.failure) {
    state.failure = failure;
    state.stop.request_stop();
  }
  --state.running;
  state.changed.notify_all();
}

}  // namespace

void RunWatched(std::size_t threads,
                const std::function<void(std::size_t, const std::stop_token&)>& work,
                const std::stop_token& stop, const std::function<void()>& tick) {
  State state;
  const std::stop_callback forward(stop, [&state] { state.stop.request_stop(); });
  state.running = threads;
  std::vector<std::jthread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&state, &work, i] { RunOne(work, i, state); });
  }
  std::unique_lock lock(state.mutex);
  while (!state.changed.wait_for(lock, kTick, [&state] { return state.running == 0; })) {
    lock.unlock();
    try {
      tick();
    } catch (...) {
      state.stop.request_stop();
      throw;
    }
    lock.lock();
  }
  if (state.failure) std::rethrow_exception(state.failure);
}

}  // namespace firth::base
