#include "train/workers/workers.h"

namespace firth::train {

void RunWorkers(std::span<const std::unique_ptr<Worker>> workers, BlockFeed& feed,
                const std::stop_token& stop, const std::function<void()>& tick) {
  base::RunWatched(
      workers.size(),
      [&](std::size_t i, const std::stop_token& token) { workers[i]->Run(feed, token); }, stop,
      tick);
}

}  // namespace firth::train
