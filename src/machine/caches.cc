#include "machine/caches.h"

#include <unistd.h>

namespace firth::machine {
namespace {

std::size_t Size(int name, std::size_t otherwise) {
  const long size = sysconf(name);
  return size > 0 ? static_cast<std::size_t>(size) : otherwise;
}

}  // namespace

CacheSizes SystemCacheSizes() {
  return {.l1 = Size(_SC_LEVEL1_DCACHE_SIZE, std::size_t{32} << 10),
          .l2 = Size(_SC_LEVEL2_CACHE_SIZE, std::size_t{512} << 10),
          .l3 = Size(_SC_LEVEL3_CACHE_SIZE, std::size_t{8} << 20)};
}

}  // namespace firth::machine
