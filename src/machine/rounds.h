/// Measurements that take turns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "firth/machine.h"

namespace firth::machine {

/// Does some microseconds of work for a thread and returns how much that was, in any unit.
using Chunk = std::function<double(unsigned thread)>;

/// Units a second of `threads` threads that repeat `chunk` for so many seconds, all at once.
double Rate(unsigned threads, double seconds, const Chunk& chunk);

/// Each measurement in each round once, in the order in which they were added: a machine that
/// becomes slower meanwhile is fair to all.
class Rounds {
 public:
  explicit Rounds(double seconds) : seconds_(seconds) {}

  /// Returns the number by which to ask for the result. What `chunk` holds on to must outlive this.
  std::size_t Add(unsigned threads, Chunk chunk);

  void Run(unsigned rounds, const std::function<void(unsigned)>& round);

  /// Units a second, times `scale`. REQUIRES: Run.
  Spread Of(std::size_t measurement, double scale = 1) const;
  /// `measurement` over `base`, round by round, times `scale`. REQUIRES: Run.
  Spread Ratio(std::size_t measurement, std::size_t base, double scale = 1) const;

 private:
  struct Series {
    unsigned threads;
    Chunk chunk;
    std::vector<double> rates;
  };
  double seconds_;
  std::vector<Series> series_;
};

}  // namespace firth::machine
