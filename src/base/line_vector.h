/// Numbers that begin on a line of the cache.
#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace firth::base {

inline constexpr std::size_t kCacheLine = 64;  ///< bytes

/// A vector as a kernel likes it: a load of a whole SIMD register never lies across two lines,
/// which would take twice the time.
template <class T>
using LineVector = std::vector<T, boost::alignment::aligned_allocator<T, kCacheLine>>;

inline bool BeginsALine(const void* address) {
  return reinterpret_cast<std::uintptr_t>(address) % kCacheLine == 0;
}

}  // namespace firth::base
