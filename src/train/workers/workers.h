/// The workers' threads, from start to end.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "base/watched_threads.h"
#include "train/workers/worker.h"

namespace firth::train {

using base::kTick;

/// Runs every worker on `feed` in a thread of its own and, meanwhile, calls `tick` from this thread
/// every kTick. A worker's exception stops the others and is thrown from here; so is one of
/// `tick`. Returns when all threads have ended.
void RunWorkers(std::span<const std::unique_ptr<Worker>> workers, BlockFeed& feed,
                const std::stop_token& stop, const std::function<void()>& tick);

}  // namespace firth::train
