/// gzip and zstd as a corpus may come in: every byte source gives the same bytes again, and a bomb
/// costs no memory beyond the buffer.
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <string>

#include "corpus/byte_source.h"
#include "fuzz_reader.h"

namespace {

/// A file in memory, which the sources open by name.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : file_(::memfd_create("fuzz", 0)) {
    firth::fuzz::Require(file_ >= 0);
    firth::fuzz::Require(::write(file_, data, size) == static_cast<ssize_t>(size));
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

/// Bytes that come out, at most `kMost`; in pieces of `piece`.
std::uint64_t Unpack(const std::string& path, std::size_t piece) {
  constexpr std::uint64_t kMost = std::uint64_t{4} << 20;
  std::array<char, 4096> buffer{};
  const auto source = firth::corpus::OpenByteSource(path);
  std::uint64_t total = 0;
  while (total < kMost) {
    const std::size_t got = source->Read({buffer.data(), piece});
    firth::fuzz::Require(got <= piece);
    if (got == 0) break;
    total += got;
  }
  return total;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  try {
    firth::corpus::DetectPacking(file.path());
    const std::uint64_t whole = Unpack(file.path(), 4096);
    if (whole < 100'000) firth::fuzz::Require(Unpack(file.path(), 7) == whole);
  } catch (const firth::Error&) {
  }
  return 0;
}
