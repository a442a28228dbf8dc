/// A list that is filled again and again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace firth::base {

/// As a vector, but it sets no element to zero that is about to be given a value: for lists that
/// are filled so often that this would show. T is a plain value. Not thread-safe.
template <class T>
class RefilledList {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  RefilledList() = default;
  RefilledList(RefilledList&& other) noexcept { *this = std::move(other); }
  RefilledList& operator=(RefilledList&& other) noexcept {
    elements_ = std::move(other.elements_);
    size_ = std::exchange(other.size_, 0);
    room_ = std::exchange(other.room_, 0);
    return *this;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return elements_.get(); }
  const T* data() const { return elements_.get(); }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  T& operator[](std::size_t i) { return elements_[i]; }
  const T& operator[](std::size_t i) const { return elements_[i]; }

  void Clear() { size_ = 0; }
  /// Elements that it did not have before hold whatever they do. Gives the first one.
  T* SetSize(std::size_t size) {
    if (size > room_) Grow(size);
    size_ = size;
    return data();
  }
  void Add(T element) { *Extend(1) = element; }
  /// Adds so many elements, of any value, and gives the first of them.
  T* Extend(std::size_t more) {
    SetSize(size_ + more);
    return end() - more;
  }

 private:
  void Grow(std::size_t least) {
    const std::size_t room = std::max(least, 2 * room_);
    auto grown = std::make_unique_for_overwrite<T[]>(room);
    std::copy_n(elements_.get(), size_, grown.get());
    elements_ = std::move(grown);
    room_ = room;
  }

  std::unique_ptr<T[]> elements_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace firth::base
