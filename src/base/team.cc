#include "base/team.h"

#include <chrono>
#include <utility>

namespace firth::base {
namespace {

/// How long a thread looks at a number before it goes to sleep: longer than a member's share of
/// most loops, since to be woken takes some hundred microseconds on a virtual machine.
constexpr auto kWatch = std::chrono::milliseconds(1);
/// Looks between two offers of the processor to others.
constexpr int kLooks = 64;

/// Returns when the number is no longer `old`.
void AwaitChange(const std::atomic<std::uint32_t>& number, std::uint32_t old) {
  const auto end = std::chrono::steady_clock::now() + kWatch;
  do {
    for (int look = 0; look < kLooks; ++look) {
      if (number.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
    std::this_thread::yield();
  } while (std::chrono::steady_clock::now() < end);
  number.wait(old, std::memory_order_acquire);
}

}  // namespace

Team::Team(std::size_t members) {
  threads_.reserve(members - 1);
  try {
    for (std::size_t m = 1; m < members; ++m) threads_.emplace_back([this, m] { Serve(m); });
  } catch (...) {
    End();
    throw;
  }
}

Team::~Team() { End(); }

void Team::End() {
  is_over_ = true;
  ++loop_;
  loop_.notify_all();
}

void Team::Run(const Work& work) {
  if (threads_.empty()) return work(0);
  work_ = &work;
  working_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
  loop_.fetch_add(1, std::memory_order_release);
  loop_.notify_all();
  Do(0);
  for (std::uint32_t left = working_.load(std::memory_order_acquire); left != 0;
       left = working_.load(std::memory_order_acquire)) {
    AwaitChange(working_, left);
  }
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Team::Do(std::size_t member) {
  try {
    (*work_)(member);
  } catch (...) {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void Team::Serve(std::size_t member) {
  for (std::uint32_t seen = 0;; ++seen) {
    AwaitChange(loop_, seen);
    if (is_over_) return;
    Do(member);
    if (working_.fetch_sub(1, std::memory_order_acq_rel) == 1) working_.notify_one();
  }
}

}  // namespace firth::base
