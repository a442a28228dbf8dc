/// Work that several threads share.
#pragma once

#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace firth::base {

/// Runs `work` on `threads` threads, this one among them; the first exception comes back.
template <class Work>
void RunOnThreads(unsigned threads, const Work& work) {
  std::exception_ptr failure;
  std::mutex mutex;
  const auto guarded = [&] {
    try {
      work();
    } catch (...) {
      const std::scoped_lock lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(guarded);
    guarded();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace firth::base
