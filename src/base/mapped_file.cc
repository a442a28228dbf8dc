#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <utility>

#include "base/pages.h"
#include "base/system.h"
#include "firth/error.h"

namespace firth::base {
namespace {

/// Closes a file descriptor at the end of its scope.
struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

/// A mapping as a handler of signals finds it. `begin` is written last and taken back first: while
/// it is null the other members mean nothing.
struct Entry {
  std::atomic<const std::byte*> begin = nullptr;
  std::atomic<std::size_t> size = 0;
  std::atomic<const char*> path = nullptr;
  std::atomic<bool> taken = false;
};

std::array<Entry, 1024> entries;

void Enter(const std::byte* data, std::size_t size, const char* path) {
  for (Entry& entry : entries) {
    if (entry.taken.exchange(true)) continue;
    entry.size = size;
    entry.path = path;
    entry.begin = data;
    return;
  }
}

void Leave(const std::byte* data) {
  for (Entry& entry : entries) {
    if (entry.begin != data) continue;
    entry.begin = nullptr;
    entry.taken = false;
    return;
  }
}

}  // namespace

const char* MappedPathAt(const void* address) {
  const auto* at = static_cast<const std::byte*>(address);
  for (const Entry& entry : entries) {
    const std::byte* begin = entry.begin;
    if (begin != nullptr && at >= begin && at < begin + entry.size) return entry.path;
  }
  return nullptr;
}

void ForgetMapped(const void* begin, std::size_t size) {
  const auto* const first = static_cast<const std::byte*>(begin);
  const char* const path = size == 0 ? nullptr : MappedPathAt(first);
  if (path == nullptr || MappedPathAt(first + size - 1) != path) return;
  const std::span<std::byte> pages = WholePages(const_cast<void*>(begin), size);
  if (!pages.empty()) ::madvise(pages.data(), pages.size(), MADV_DONTNEED);
}

std::shared_ptr<const MappedFile> MappedFile::Open(const std::string& path, Access access) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.value < 0) throw SystemError("open", path);
  struct stat status {};
  if (::fstat(file.value, &status) != 0) throw SystemError("read", path);
  if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::kIo, "is a directory, not a file", path);
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorKind::kIo, "is not a regular file and cannot be mapped", path);
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  const std::byte* data = nullptr;
  if (size > 0) {
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value, 0);
    if (address == MAP_FAILED) throw SystemError("map", path);
    ::madvise(address, size, access == Access::kSequential ? MADV_SEQUENTIAL : MADV_NORMAL);
    data = static_cast<const std::byte*>(address);
  }
  return std::shared_ptr<const MappedFile>(new MappedFile(path, data, size));
}

MappedFile::MappedFile(std::string path, const std::byte* data, std::size_t size)
    : path_(std::move(path)), data_(data), size_(size) {
  if (data_ != nullptr) Enter(data_, size_, path_.c_str());
}

MappedFile::~MappedFile() {
  if (data_ == nullptr) return;
  Leave(data_);
  ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace firth::base
