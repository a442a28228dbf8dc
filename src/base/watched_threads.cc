#include "base/watched_threads.h"

#include "base/watched_crew.h"

namespace firth::base {

void RunWatched(std::size_t threads,
                const std::function<void(std::size_t, const std::stop_token&)>& work,
                const std::stop_token& stop, const std::function<void()>& tick) {
  WatchedCrew(threads).Run(work, stop, tick);
}

}  // namespace firth::base
