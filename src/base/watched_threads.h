/// Threads that work while the one that started them reports.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

namespace firth::base {

/// The time between two ticks.
inline constexpr auto kTick = std::chrono::milliseconds(250);

/// Runs work(i, stop) for each i below `threads`, in a thread of its own, and meanwhile calls
/// `tick` from this thread every kTick. The token that `work` gets asks it to return: when `stop`
/// does, and when another `work` has thrown. The first exception of a `work`, or that of `tick`, is
/// thrown from here. Returns when all threads have ended.
void RunWatched(std::size_t threads,
                const std::function<void(std::size_t, const std::stop_token&)>& work,
                const std::stop_token& stop, const std::function<void()>& tick);

}  // namespace firth::base
