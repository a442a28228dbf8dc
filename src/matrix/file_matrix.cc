#include "matrix/file_matrix.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "base/system.h"

namespace firth::matrix {

Matrix FileMatrix(std::size_t rows, std::size_t columns, const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path place = folder.empty() ? fs::temp_directory_path() : fs::path(folder);
  std::string name = (place / "firth-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) throw base::SystemError("make a file", name);
  ::unlink(name.c_str());
  const std::size_t bytes = std::max<std::size_t>(1, rows * columns * sizeof(float));
  // Allocated, not only asked for: a full disk is an error now, not a signal later.
  if (const int failed = ::posix_fallocate(file, 0, static_cast<off_t>(bytes)); failed != 0) {
    ::close(file);
    errno = failed;
    throw base::SystemError("write", name);
  }
  void* const data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  if (data == MAP_FAILED) throw base::SystemError("map", name);
  const std::shared_ptr<const void> owner(
      data, [bytes](const void* mapped) { ::munmap(const_cast<void*>(mapped), bytes); });
  return Matrix::BorrowWritable(owner, static_cast<float*>(data), rows, columns, columns);
}

}  // namespace firth::matrix
