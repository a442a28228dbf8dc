/// Threads that share out many short loops, one after the other.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace firth::base {

/// Between two loops members look out for the next one for a millisecond, then sleep. Threads: one
/// uses it at a time.
class Team {
 public:
  /// A member's share of a loop: its number, from 0.
  using Work = std::function<void(std::size_t member)>;

  /// Starts `members` - 1 threads, the caller being the first member. Throws std::system_error.
  explicit Team(std::size_t members);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  std::size_t members() const { return threads_.size() + 1; }

  /// Calls work(m) for each member m, work(0) here, and returns when all have returned. What one
  /// writes is seen by all in the next loop. The first exception comes back.
  void Run(const Work& work);

 private:
  void Serve(std::size_t member);
  /// Keeps what it throws.
  void Do(std::size_t member);
  void End();

  const Work* work_ = nullptr;
  std::atomic<std::uint32_t> loop_ = 0;     ///< its number
  std::atomic<std::uint32_t> working_ = 0;  ///< members that have not returned
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;  ///< the last member: they end before the others
};

/// Part `number` of `count` things in `parts` parts, each but the last a multiple of `step`.
struct Share {
  Share(std::size_t number, std::size_t parts, std::size_t count, std::size_t step = 1) {
    const std::size_t steps = (count + step - 1) / step;
    begin = std::min(count, steps * number / parts * step);
    end = std::min(count, steps * (number + 1) / parts * step);
  }
  std::size_t size() const { return end - begin; }

  std::size_t begin;
  std::size_t end;
};

}  // namespace firth::base
