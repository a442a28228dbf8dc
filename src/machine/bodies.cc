#include "machine/bodies.h"

#include <atomic>

#include "base/random.h"
#include "kernels/prefetch.h"
#include "kernels/probe.h"
#include "machine/fill.h"

namespace firth::machine {
namespace {

constexpr std::size_t kColumns = kRowAlignment / sizeof(float);  // of a buffer: one line a row

/// Keeps the compiler from leaving out what made `value`.
void Use(float value) {
  static std::atomic<float> sink;
  sink.store(value, std::memory_order_relaxed);
}

/// How often a small buffer is gone through before the clock is looked at, which takes a while too.
std::size_t Times(std::size_t bytes) {
  constexpr std::size_t kEnough = std::size_t{4} << 20;
  return bytes < kEnough ? kEnough / bytes : 1;
}

std::size_t Numbers(const Matrix& buffer) { return buffer.rows() * buffer.stride(); }

}  // namespace

Chunk Arithmetic(const kernels::Kernels<float>& kernels) {
  return [&kernels](unsigned /*thread*/) {
    constexpr std::size_t kRounds = 4096;
    Use(kernels.multiply_adds(kRounds));
    return 2.0 * kRounds * kernels::kProbeMultiplyAdds<float>;
  };
}

Buffers MakeBuffers(unsigned threads, std::size_t bytes) {
  auto buffers = std::make_shared<std::vector<Matrix>>();
  for (unsigned i = 0; i < threads; ++i) {
    buffers->emplace_back(bytes / kRowAlignment, kColumns);
    Fill(buffers->back(), i);
  }
  return buffers;
}

Chunk Read(const kernels::Kernels<float>& kernels, const Buffers& buffers, std::size_t bytes) {
  return [&kernels, buffers, bytes, times = Times(bytes)](unsigned thread) {
    const float* const data = (*buffers)[thread].MutableRowData(RowId{0});
    for (std::size_t i = 0; i < times; ++i) Use(kernels.read(data, bytes / sizeof(float)));
    return static_cast<double>(bytes * times);
  };
}

Chunk ReadWrite(const kernels::Kernels<float>& kernels, const Buffers& buffers, std::size_t bytes) {
  return [&kernels, buffers, bytes, times = Times(bytes)](unsigned thread) {
    float* const data = (*buffers)[thread].MutableRowData(RowId{0});
    for (std::size_t i = 0; i < times; ++i) kernels.read_write(data, bytes / sizeof(float));
    return 2.0 * static_cast<double>(bytes * times);
  };
}

Chunk RandomRows(const kernels::Kernels<float>& kernels, const Buffers& buffers,
                 std::size_t columns) {
  constexpr std::size_t kAhead = 8;
  constexpr std::size_t kRows = 256;
  const auto streams = std::make_shared<std::vector<base::SplitMix64>>();
  for (std::size_t i = 0; i < buffers->size(); ++i) streams->emplace_back(i);
  return [&kernels, buffers, columns, streams](unsigned thread) {
    Matrix& buffer = (*buffers)[thread];
    float* const data = buffer.MutableRowData(RowId{0});
    const auto rows = static_cast<std::uint32_t>(Numbers(buffer) / columns);
    base::SplitMix64& random = (*streams)[thread];
    const float* next[kAhead];
    for (std::size_t i = 0; i < kRows + kAhead; ++i) {
      const float*& slot = next[i % kAhead];
      if (i >= kAhead) Use(kernels.read(slot, columns));
      slot = data + std::size_t{random.Below(rows)} * columns;
      if (i < kRows) kernels::PrefetchRow(slot, columns);
    }
    return static_cast<double>(kRows * columns * sizeof(float));
  };
}

}  // namespace firth::machine
