#include "corpus/fingerprint.h"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>

#include "base/checksum.h"
#include "base/mapped_file.h"
#include "base/system.h"

namespace firth::corpus {
namespace {

constexpr std::size_t kSamples = 16;
constexpr std::size_t kSampleBytes = std::size_t{16} << 10;

void AddNumber(base::Checksum& sum, std::uint64_t number) {
  sum.Add({reinterpret_cast<const char*>(&number), sizeof(number)});
}

/// Pieces at even distances, the first and the last bytes among them.
void AddSamples(base::Checksum& sum, std::string_view text) {
  if (text.size() <= kSamples * kSampleBytes) return sum.Add(text);
  const std::size_t last = text.size() - kSampleBytes;
  for (std::size_t i = 0; i < kSamples; ++i) {
    sum.Add(text.substr(last / (kSamples - 1) * i, kSampleBytes));
  }
  sum.Add(text.substr(last));
}

}  // namespace

std::uint64_t FingerprintOf(std::span<const std::string> files) {
  base::Checksum sum;
  for (const std::string& path : files) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) throw base::SystemError("open", path);
    AddNumber(sum, static_cast<std::uint64_t>(status.st_size));
    AddNumber(sum, static_cast<std::uint64_t>(status.st_mtim.tv_sec));
    AddNumber(sum, static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
    AddSamples(sum, base::MappedFile::Open(path)->text());
  }
  return sum.Value();
}

}  // namespace firth::corpus
