#include "cooccurrence/temp_file.h"

#include <unistd.h>

#include <cerrno>

#include "base/system.h"
#include "base/temporary.h"
#include "firth/error.h"

namespace firth::cooccurrence {
TempFile::TempFile(const std::string& folder) {
  const base::NamelessFile opened = base::OpenNamelessFile(folder, "firth-pairs-");
  path_ = opened.path;
  file_ = opened.descriptor;
}

TempFile::~TempFile() { ::close(file_); }

std::uint64_t TempFile::Append(std::span<const std::byte> bytes) {
  const std::uint64_t begin = size_.fetch_add(bytes.size());
  std::uint64_t at = begin;
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) {
      throw base::SystemError("write the temporary file (--temp-dir names another folder)", path_);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    at += static_cast<std::uint64_t>(done);
  }
  return begin;
}

void TempFile::Read(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t done = ::pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) throw base::SystemError("read the temporary file", path_);
    if (done == 0) throw Error(ErrorKind::kIo, "the temporary file has become shorter", path_);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
}

}  // namespace firth::cooccurrence
