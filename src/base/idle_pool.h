/// Things that take long to make, lent to one user at a time.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace firth::base {

/// Holds as many as were ever in use at once.
/// Threads: safe.
template <class Thing>
class IdlePool {
 public:
  /// Calls work(thing) with one that nobody else uses meanwhile: one that lies idle, else what
  /// make() gives, a std::unique_ptr. One whose work throws is not used again.
  template <class Make, class Work>
  void With(const Make& make, const Work& work) {
    std::unique_ptr<Thing> thing = Take();
    if (!thing) thing = make();
    work(*thing);
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(thing));
  }

 private:
  std::unique_ptr<Thing> Take() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto thing = std::move(idle_.back());
    idle_.pop_back();
    return thing;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Thing>> idle_;
};

}  // namespace firth::base
