/// Blocks of lines that several threads work on, with results in the order of the text.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/run_on_threads.h"
#include "firth/corpus.h"

namespace firth::classify {

/// Hands out the blocks of a reader. A thread that is ahead of the text leaves its result for the
/// one whose turn it is, and goes on.
class InOrder {
 public:
  /// `blocks` must outlive it.
  explicit InOrder(BlockReader& blocks) : blocks_(blocks) {}

  /// Runs work(block, state) for every block in one of the threads, each of which has a state of
  /// its own, make_state(), and then deliver(result) in the order of the blocks, one at a time. The
  /// first exception ends it and is thrown from here.
  template <class MakeState, class Work, class Deliver>
  void Run(unsigned threads, const MakeState& make_state, const Work& work,
           const Deliver& deliver) {
    using State = decltype(make_state());
    std::map<std::uint64_t, std::invoke_result_t<Work, const TextBlock&, State&>> waiting;
    base::RunOnThreads(threads, [&] {
      try {
        State state = make_state();
        while (const auto block = Next()) {
          if (!Put(block->number, work(*block, state), waiting, deliver)) return;
        }
      } catch (...) {
        Fail();
        throw;
      }
    });
  }

 private:
  std::optional<TextBlock> Next() {
    const std::scoped_lock lock(reading_);
    std::optional<TextBlock> block = blocks_.Next();
    if (block) block->number = read_++;
    return block;
  }

  /// Delivers what is next, or leaves it to who does. False when another thread has failed.
  template <class Result, class Deliver>
  bool Put(std::uint64_t number, Result result, std::map<std::uint64_t, Result>& waiting,
           const Deliver& deliver) {
    std::unique_lock lock(delivering_);
    changed_.wait(lock, [&] { return number < delivered_ + kMostWaiting || failed_; });
    waiting.emplace(number, std::move(result));
    if (busy_ || failed_) return !failed_;
    busy_ = true;
    while (!waiting.empty() && waiting.begin()->first == delivered_) {
      const Result next = std::move(waiting.extract(waiting.begin()).mapped());
      lock.unlock();
      deliver(next);
      lock.lock();
      ++delivered_;
      changed_.notify_all();
    }
    busy_ = false;
    return !failed_;
  }
  void Fail() {
    const std::scoped_lock lock(delivering_);
    failed_ = true;
    changed_.notify_all();
  }

  /// Results that may wait for their turn.
  static constexpr std::uint64_t kMostWaiting = 16;

  BlockReader& blocks_;
  std::mutex reading_;
  std::uint64_t read_ = 0;
  std::mutex delivering_;
  std::condition_variable changed_;
  std::uint64_t delivered_ = 0;
  bool busy_ = false;  ///< a thread is delivering
  bool failed_ = false;
};

}  // namespace firth::classify
