/// Work on ranges that several threads share.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>

#include "base/run_on_threads.h"

namespace firth::nn {

/// Calls work(begin, end) for ranges of at most `chunk` numbers that together cover [0, count), on
/// up to `threads` threads. Which thread takes which range is chance: a range's result must depend
/// on the range alone.
template <class Work>
void ForChunks(unsigned threads, std::size_t count, std::size_t chunk, const Work& work) {
  const std::size_t chunks = (count + chunk - 1) / chunk;
  std::atomic<std::size_t> next = 0;
  const auto share = [&] {
    for (std::size_t i = next++; i < chunks; i = next++) {
      work(i * chunk, std::min(count, (i + 1) * chunk));
    }
  };
  const auto wanted = std::min<std::size_t>(threads, chunks);
  if (wanted <= 1) return share();
  base::RunOnThreads(static_cast<unsigned>(wanted), share);
}

/// Rows of a range that is worth handing out: about 256 KiB.
template <class Real>
std::size_t RowsOfChunk(std::size_t columns) {
  constexpr std::size_t kBytes = 256 << 10;
  return std::max<std::size_t>(1, kBytes / (std::max<std::size_t>(1, columns) * sizeof(Real)));
}

}  // namespace firth::nn
