/// The workers' threads, from start to end.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "train/worker.h"

namespace firth::train {

/// Runs every worker in a thread of its own and, meanwhile, calls `tick` from this thread about
/// four times a second. A worker's exception stops the others and is thrown from here; so is one of
/// `tick`. Returns when all threads have ended.
void RunWorkers(std::span<const std::unique_ptr<Worker>> workers, const std::stop_token& stop,
                const std::function<void()>& tick);

}  // namespace firth::train
