#include "corpus/read_ahead.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace firth::corpus {
namespace {

class AheadBlocks final : public BlockReader {
 public:
  explicit AheadBlocks(std::unique_ptr<BlockReader> blocks)
      : blocks_(std::move(blocks)), thread_([this](const std::stop_token& stop) { Read(stop); }) {}

  std::optional<TextBlock> Next() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (ready_.empty()) {
      if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
      return std::nullopt;
    }
    TextBlock block = std::move(ready_.front());
    ready_.pop_front();
    // The reader is woken when half is eaten, not for each block: waking costs as much as a block.
    if (ready_.size() == kBlocksAhead / 2) changed_.notify_all();
    return block;
  }

 private:
  void Read(const std::stop_token& stop) {
    std::exception_ptr failure;
    try {
      while (auto block = blocks_->Next()) {
        if (!Hand(std::move(*block), stop)) return;
      }
    } catch (...) {
      failure = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    failure_ = failure;
    ended_ = true;
    changed_.notify_all();
  }

  /// False when nobody wants more.
  bool Hand(TextBlock block, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (ready_.size() >= kBlocksAhead) {
      changed_.wait(lock, stop, [this] { return ready_.size() <= kBlocksAhead / 2; });
    }
    if (stop.stop_requested()) return false;
    ready_.push_back(std::move(block));
    changed_.notify_all();
    return true;
  }

  std::unique_ptr<BlockReader> blocks_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<TextBlock> ready_;
  std::exception_ptr failure_;
  bool ended_ = false;
  std::jthread thread_;  // the last: it uses all the others
};

}  // namespace

std::unique_ptr<BlockReader> ReadAhead(std::unique_ptr<BlockReader> blocks) {
  return std::make_unique<AheadBlocks>(std::move(blocks));
}

}  // namespace firth::corpus
