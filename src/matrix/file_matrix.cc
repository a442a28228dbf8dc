#include "matrix/file_matrix.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/system.h"
#include "base/temporary.h"

namespace firth::matrix {

Matrix FileMatrix(std::size_t rows, std::size_t columns, const std::string& folder) {
  const auto [file, name] = base::OpenNamelessFile(folder, "firth-");
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

void LetGo(Matrix& matrix) {
  if (matrix.rows() == 0) return;
  const std::size_t bytes = matrix.rows() * matrix.stride() * sizeof(float);
  // Advice: where the system does not take it, memory is held longer.
  ::madvise(matrix.MutableRowData(RowId{0}), bytes, MADV_DONTNEED);
}

}  // namespace firth::matrix
