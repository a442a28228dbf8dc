/// How large the caches are.
#pragma once

#include <cstddef>

namespace firth::machine {

struct CacheSizes {
  std::size_t l1;  ///< data
  std::size_t l2;
  std::size_t l3;
};

/// As the system says; 32 KiB, 512 KiB and 8 MiB where it says nothing.
CacheSizes SystemCacheSizes();

}  // namespace firth::machine
