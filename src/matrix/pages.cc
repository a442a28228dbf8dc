#include "matrix/pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace firth::matrix {

void TakeSmallPages(Matrix& matrix, std::size_t first) {
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  const std::size_t rows = matrix.rows() - first;
  const std::size_t bytes = rows * matrix.stride() * sizeof(float);
  if (bytes < kHugePage) return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const RowId row{static_cast<std::uint32_t>(first)};
  const auto begin = reinterpret_cast<std::uintptr_t>(matrix.MutableRowData(row));
  const std::uintptr_t aligned = (begin + page - 1) / page * page;
  ::madvise(reinterpret_cast<void*>(aligned), begin + bytes - aligned, MADV_NOHUGEPAGE);
}

}  // namespace firth::matrix
