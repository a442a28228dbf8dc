#include "firth/matrix.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/pages.h"
#include "firth/error.h"

namespace firth {
namespace {

/// Blocks below it are not worth asking the system for, which takes microseconds, and stops the
/// other threads when they are given back.
constexpr std::size_t kSmall = std::size_t{64} << 10;

std::shared_ptr<void> AllocateSmall(std::size_t bytes) {
  const std::size_t whole = (bytes + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
  void* const address = std::aligned_alloc(kRowAlignment, whole);
  if (address == nullptr) return nullptr;
  std::memset(address, 0, whole);
  return {address, [](void* p) { std::free(p); }};
}

/// Zeroed memory: large blocks on whole pages, which go back to the system with the matrix. The
/// largest ask for huge pages, which spare the address look-up that random rows otherwise cost.
std::shared_ptr<void> AllocateZeroed(std::size_t bytes) {
  if (bytes < kSmall) return AllocateSmall(bytes);
  void* address =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address == MAP_FAILED) return nullptr;
  if (bytes >= base::kHugePage) ::madvise(address, bytes, MADV_HUGEPAGE);
  return {address, [bytes](void* p) { ::munmap(p, bytes); }};
}

}  // namespace

template <class Real>
BasicMatrix<Real>::BasicMatrix(std::size_t rows, std::size_t columns, RowLayout layout) {
  const std::size_t stride = RowStride<Real>(columns, layout);
  view_ = {nullptr, rows, columns, stride};
  if (rows == 0 || columns == 0) return;
  std::size_t elements = 0;
  std::size_t bytes = 0;
  std::shared_ptr<void> storage;
  if (!__builtin_mul_overflow(rows, stride, &elements) &&
      !__builtin_mul_overflow(elements, sizeof(Real), &bytes)) {
    storage = AllocateZeroed(bytes);
  }
  if (!storage) {
    throw Error(ErrorKind::kMemory,
                fmt::format("no memory for a matrix of {} x {} numbers", rows, columns));
  }
  writable_ = static_cast<Real*>(storage.get());
  view_.data = writable_;
  owner_ = std::move(storage);
}

template <class Real>
BasicMatrix<Real> BasicMatrix<Real>::Borrow(std::shared_ptr<const void> owner, const Real* data,
                                            std::size_t rows, std::size_t columns,
                                            std::size_t stride) {
  BasicMatrix matrix;
  matrix.owner_ = std::move(owner);
  matrix.view_ = {data, rows, columns, stride};
  return matrix;
}

template <class Real>
BasicMatrix<Real> BasicMatrix<Real>::BorrowWritable(std::shared_ptr<const void> owner, Real* data,
                                                    std::size_t rows, std::size_t columns,
                                                    std::size_t stride) {
  BasicMatrix matrix = Borrow(std::move(owner), data, rows, columns, stride);
  matrix.writable_ = data;
  return matrix;
}

template <class Real>
BasicMatrix<Real> BasicMatrix<Real>::Share() const {
  return Borrow(owner_, view_.data, rows(), columns(), stride());
}

template <class Real>
BasicMatrix<Real> BasicMatrix<Real>::Copy(RowLayout layout) const {
  BasicMatrix copy(rows(), columns(), layout);
  for (std::size_t i = 0; i < rows() && columns() > 0; ++i) {
    const RowId row{static_cast<std::uint32_t>(i)};
    std::ranges::copy(Row(row), copy.MutableRow(row).begin());
  }
  return copy;
}

template class BasicMatrix<float>;
template class BasicMatrix<double>;

}  // namespace firth
