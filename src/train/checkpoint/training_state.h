/// Where training stands between two blocks: with both matrices, all that the rest depends on.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::train {

/// What patience remembers from epoch to epoch.
struct PatienceState {
  double best = 1e300;  ///< the lowest held-out loss so far
  std::size_t since_best = 0;
};

struct TrainingState {
  std::size_t epoch = 0;    ///< from 0
  std::uint64_t block = 0;  ///< of that epoch, the next one; all before it are done, none after it
  bool finished = false;    ///< nothing is left to do
  bool early = false;       ///< and that because patience was at its end
  PatienceState patience{};
  std::uint64_t corpus = 0;  ///< Ingested::fingerprint
  bool shuffled = false;     ///< Ingested::shuffled
};

}  // namespace firth::train
