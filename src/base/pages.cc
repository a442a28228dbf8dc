#include "base/pages.h"

#include <sys/mman.h>

#include <new>

namespace firth::base {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

}  // namespace

Pages::Pages(std::size_t bytes) : size_(bytes) {
  if (bytes == 0) return;
  constexpr int kProtection = PROT_READ | PROT_WRITE;
  void* address =
      ::mmap(nullptr, bytes, kProtection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address == MAP_FAILED) throw std::bad_alloc();
  data_ = address;
  if (bytes >= 2 * kHugePage) ::madvise(address, bytes, MADV_HUGEPAGE);
}

void Pages::GiveBack(std::size_t begin, std::size_t bytes) {
  ::madvise(static_cast<char*>(data_) + begin, bytes, MADV_DONTNEED);
}

Pages::~Pages() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace firth::base
