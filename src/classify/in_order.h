/// Blocks of lines that several threads work on, with results in the order of the text.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "base/run_on_threads.h"
#include "firth/corpus.h"

namespace firth::classify {

/// Hands out the blocks of a reader and lets threads deliver in turn.
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
    base::RunOnThreads(threads, [&] {
      try {
        auto state = make_state();
        while (const auto block = Next()) {
          auto result = work(*block, state);
          if (!AwaitTurn(block->number)) return;
          deliver(std::move(result));
          EndTurn();
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

  /// False when another thread has failed.
  bool AwaitTurn(std::uint64_t number) {
    std::unique_lock lock(delivering_);
    changed_.wait(lock, [&] { return delivered_ == number || failed_; });
    return !failed_;
  }
  void EndTurn() {
    const std::scoped_lock lock(delivering_);
    ++delivered_;
    changed_.notify_all();
  }
  void Fail() {
    const std::scoped_lock lock(delivering_);
    failed_ = true;
    changed_.notify_all();
  }

  BlockReader& blocks_;
  std::mutex reading_;
  std::uint64_t read_ = 0;
  std::mutex delivering_;
  std::condition_variable changed_;
  std::uint64_t delivered_ = 0;
  bool failed_ = false;
};

}  // namespace firth::classify
