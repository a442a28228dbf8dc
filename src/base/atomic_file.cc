#include "base/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/paths.h"
#include "base/system.h"
#include "firth/error.h"

namespace firth::base {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

bool WritesDirectly(const std::string& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

/// The file that a chain of symbolic links ends at, existing or not.
fs::path FollowLinks(const fs::path& path) {
  constexpr int kMaxLinks = 40;
  fs::path target = path;
  for (int i = 0; i < kMaxLinks; ++i) {
    std::error_code ignored;
    if (!fs::is_symlink(fs::symlink_status(target, ignored))) return target;
    const fs::path next = fs::read_symlink(target, ignored);
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  throw Error(ErrorKind::kIo, "cannot write: too many symbolic links", path.string());
}

std::string DirectoryOf(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

void SyncDirectory(const std::string& path) {
  const int directory = ::open(DirectoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;  // not every file system lets a directory be synced
  ::fsync(directory);
  ::close(directory);
}

/// New files get the permissions that open() would have given, replaced ones keep theirs.
mode_t ModeFor(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return status.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path) : path_(path) {
  if (path == "-") {
    file_ = ::dup(STDOUT_FILENO);
  } else if (WritesDirectly(path)) {
    file_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    if (IsFolder(path)) throw Error(ErrorKind::kIo, "cannot write: is a directory", path);
    final_ = FollowLinks(path).string();
    temporary_ = final_ + ".XXXXXX";
    file_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (file_ < 0) temporary_.clear();
    if (file_ >= 0) ::fchmod(file_, ModeFor(final_));
  }
  if (file_ < 0) throw SystemError("write", path);
  buffer_.reserve(kBufferBytes);
}

AtomicFile::~AtomicFile() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::Write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) Flush();
  if (bytes.size() >= kBufferBytes) {
    WriteThrough(bytes);
  } else {
    buffer_.append(bytes);
  }
}

void AtomicFile::Flush() {
  WriteThrough(buffer_);
  buffer_.clear();
}

void AtomicFile::WriteThrough(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw SystemError("write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void AtomicFile::Sync() {
  Flush();
  if (!temporary_.empty() && ::fsync(file_) != 0) throw SystemError("write", path_);
}

void AtomicFile::Commit() {
  Sync();
  const bool direct = temporary_.empty();
  const int file = file_;
  file_ = -1;
  if (::close(file) != 0) throw SystemError("write", path_);
  if (direct) return;
  if (::rename(temporary_.c_str(), final_.c_str()) != 0) throw SystemError("write", path_);
  temporary_.clear();
  SyncDirectory(final_);
}

void WriteFile(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.Write(bytes);
  file.Commit();
}

void CheckWritable(const std::string& path) {
  // A pipe must not be opened twice: its reader would take the first end for the last.
  if (path != "-" && WritesDirectly(path)) {
    if (::access(path.c_str(), W_OK) != 0) throw SystemError("write", path);
    return;
  }
  const AtomicFile attempt(path);
}

}  // namespace firth::base
