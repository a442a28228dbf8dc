#include "base/pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <new>

namespace firth::base {

std::span<std::byte> WholePages(void* begin, std::size_t size) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t before = (page - reinterpret_cast<std::uintptr_t>(begin) % page) % page;
  if (before > size) return {};
  return {static_cast<std::byte*>(begin) + before, (size - before) / page * page};
}

void TakeSmallPages(void* begin, std::size_t size) {
  if (size < kHugePage) return;
  const std::span<std::byte> pages = WholePages(begin, size);
  ::madvise(pages.data(), pages.size(), MADV_NOHUGEPAGE);
}

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
