#include "train/workers.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace firth::train {
namespace {

/// What the threads and their waiter share.
struct State {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t running = 0;
  std::exception_ptr failure;
  std::stop_source stop;
};

void RunOne(Worker& worker, BlockFeed& feed, State& state) {
  std::exception_ptr failure;
  try {
    worker.Run(feed, state.stop.get_token());
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

void RunWorkers(std::span<const std::unique_ptr<Worker>> workers, BlockFeed& feed,
                const std::stop_token& stop, const std::function<void()>& tick) {
  State state;
  const std::stop_callback forward(stop, [&state] { state.stop.request_stop(); });
  state.running = workers.size();
  std::vector<std::jthread> threads;
  for (const auto& worker : workers) {
    threads.emplace_back([&state, &feed, &worker] { RunOne(*worker, feed, state); });
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

}  // namespace firth::train
