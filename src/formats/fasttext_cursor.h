/// Walks over fastText's models.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/little_endian.h"
#include "formats/source.h"

namespace firth::formats {

/// `what` names the part in the Error(kFormat) of a file that ends within it.
class FasttextCursor {
 public:
  /// `source` must outlive it.
  FasttextCursor(const Source& source, std::size_t at) : source_(source), at_(at) {}

  const Source& source() const { return source_; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return source_.bytes.size() - at_; }

  template <class T>
  T Take(const char* what) {
    return base::LoadLittleEndian<T>(TakeBytes(sizeof(T), what).data());
  }

  std::string_view TakeBytes(std::uint64_t count, const char* what) {
    if (left() < count) FailAtByte(source_, at_, fmt::format("the file ends within {}", what));
    const std::string_view bytes = source_.bytes.substr(at_, count);
    at_ += count;
    return bytes;
  }

  std::string_view TakeWord() {
    const std::size_t end = source_.bytes.find('\0', at_);
    if (end == std::string_view::npos) FailAtByte(source_, at_, "the file ends within a word");
    const std::string_view word = source_.bytes.substr(at_, end - at_);
    at_ = end + 1;
    return word;
  }

 private:
  const Source& source_;
  std::size_t at_;
};

}  // namespace firth::formats
