#include "machine/caches.h"

#include <fstream>
#include <string>

namespace firth::machine {
namespace {

/// The first processor's data or unified cache of a level, by the facts that Linux shows; sysconf
/// counts the caches of the whole package on some machines.
std::size_t Size(const std::string& level, std::size_t otherwise) {
  constexpr int kMost = 8;
  for (int i = 0; i < kMost; ++i) {
    const std::string place = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(i) + "/";
    std::string type;
    std::string found;
    std::ifstream(place + "type") >> type;
    std::ifstream(place + "level") >> found;
    std::size_t kibibytes = 0;
    std::ifstream(place + "size") >> kibibytes;
    if (found == level && type != "Instruction" && kibibytes > 0) return kibibytes << 10;
  }
  return otherwise;
}

}  // namespace

CacheSizes SystemCacheSizes() {
  return {.l1 = Size("1", std::size_t{32} << 10),
          .l2 = Size("2", std::size_t{512} << 10),
          .l3 = Size("3", std::size_t{8} << 20)};
}

}  // namespace firth::machine
