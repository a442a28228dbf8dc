/// Words that can be read a little beyond their end.
#pragma once

#include <cstddef>
#include <string_view>

namespace firth::text {

/// A word from whose beginning kReadable bytes can be read, whatever its length: short words are
/// then taken in two loads. What lies beyond the word is of no meaning.
class PaddedWord : public std::string_view {
 public:
  static constexpr std::size_t kReadable = 16;

  /// REQUIRES: max(size, kReadable) readable bytes at `data`.
  constexpr PaddedWord(const char* data, std::size_t size) : std::string_view(data, size) {}
};

}  // namespace firth::text
