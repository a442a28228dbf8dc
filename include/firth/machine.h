/// What this machine can do at best, and how much of it the kernels of training do.
///
/// Speeds of shared machines drift: everything is measured in turn in several rounds, and a ratio
/// is taken within a round.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"

namespace firth {

/// Median, smallest and largest of the rounds.
struct Spread {
  double median = 0;
  double low = 0;
  double high = 0;
};

struct MachineSettings {
  std::vector<std::size_t> dims = {100, 300};
  std::size_t vocabulary = 70'000;  ///< words of the matrices that accesses are mixed over
  std::size_t buffer_bytes = std::size_t{256} << 20;  ///< of each thread: more than the caches
  unsigned threads = 0;  ///< 0: two, or one where there is but one processor
  unsigned rounds = 7;
  double seconds = 0.05;  ///< for each figure in each round
  CpuTarget target = CpuTarget::kBest;
};

/// Multiply-adds in registers; each is two operations.
struct ArithmeticFigure {
  CpuTarget target;
  unsigned threads;
  Spread operations_per_second;
};

/// One after the other through a buffer that fits a level of the caches, or none.
struct BandwidthFigure {
  std::string level;         ///< "L1", "L2", "L3", "memory"
  std::size_t buffer_bytes;  ///< of each thread
  unsigned threads;
  Spread read;        ///< bytes a second
  Spread read_write;  ///< bytes read plus bytes written, a second
};

/// Rows drawn uniformly from memory, prefetched: what training would get if no row were cached.
struct RandomRowsFigure {
  std::size_t dim;
  std::size_t row_bytes;  ///< padded
  unsigned threads;
  Spread bytes_per_second;
};

enum class StepModel { kSkipgram, kCbow };
std::string_view StepModelName(StepModel model);

/// The step of a window of six words and five negatives, again and again on the same rows, which
/// stay in the first caches.
struct StepFigure {
  StepModel model;
  std::size_t dim;
  CpuTarget target;
  Spread steps_per_second;
  Spread operations_per_second;  ///< of the columns asked for, without padding
  Spread share;                  ///< of the best target's multiply-add rate
};

/// Whose rows the threads of a mix touch.
enum class RowSharing {
  kShared,    ///< all threads the same two matrices, as in training
  kDisjoint,  ///< the same two matrices, but no row is touched by two threads
  kPrivate,   ///< each thread has two matrices of its own
};
std::string_view RowSharingName(RowSharing sharing);

/// What is done with the rows of a window.
enum class MixWork {
  kAccess,    ///< each row is read and written, nothing is computed
  kSkipgram,  ///< the skip-gram step
  kCbow,      ///< the CBOW step
};
std::string_view MixWorkName(MixWork work);

/// Windows over rows of two matrices drawn as in training: words by Zipf's law, subsampled at 1e-3;
/// negatives by the 0.75th power; the rows prefetched two windows ahead. What it leaves out of
/// training: reading ids, drawing words and the loop around the kernel.
struct MixFigure {
  MixWork work;
  std::size_t dim;
  unsigned threads;
  RowSharing sharing;
  Spread windows_per_second;
  Spread gain;  ///< over one thread, in the same round
};

struct MachineReport {
  std::string processor;  ///< as the system names it; may be empty
  unsigned processors = 0;
  std::vector<ArithmeticFigure> arithmetic;
  std::vector<BandwidthFigure> bandwidth;
  std::vector<RandomRowsFigure> random_rows;
  std::vector<StepFigure> steps;
  std::vector<MixFigure> mixes;
};

/// Measures for about rounds x seconds x 80. Takes (1 + threads) x 2 x vocabulary rows of every dim
/// and buffer_bytes a thread. `round` is told the number of each round before it begins, from 0.
/// Throws Error(kSettings) for settings that make no sense and Error(kMemory).
MachineReport MeasureMachine(const MachineSettings& settings,
                             const std::function<void(unsigned round)>& round = {});

}  // namespace firth
