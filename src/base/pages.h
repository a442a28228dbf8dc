/// Memory straight from the system, for the few large things that come and go.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace firth::base {

inline constexpr std::size_t kHugePage = std::size_t{2} << 20;

/// The pages of memory that lie whole within `size` bytes from `begin` on.
std::span<std::byte> WholePages(void* begin, std::size_t size);

/// The memory takes small pages, and a page when it is first written: for much of it that stays
/// zero. Otherwise it may take huge ones, which are faster to find. REQUIRES: it is the system's,
/// and was not written.
void TakeSmallPages(void* begin, std::size_t size);

/// Zeroed memory in whole pages. A page takes memory once it is written to, and all go back to the
/// system with this object, which memory from `new` does not promise. Movable.
class Pages {
 public:
  Pages() = default;
  /// Large ones are asked for in huge pages where the system gives them. Throws std::bad_alloc.
  explicit Pages(std::size_t bytes);
  ~Pages();
  Pages(Pages&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Pages& operator=(Pages&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }

  std::size_t size() const { return size_; }

  /// Gives the memory of `bytes` from `begin` on back to the system ahead of the rest; they are
  /// zeros again. REQUIRES: both multiples of 64 KiB; begin + bytes <= size().
  void GiveBack(std::size_t begin, std::size_t bytes);

  /// The memory as so many T as it holds. T must be made of zeros by default.
  template <class T>
  std::span<T> As() const {
    return {static_cast<T*>(data_), size_ / sizeof(T)};
  }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace firth::base
