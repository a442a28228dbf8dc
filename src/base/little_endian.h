/// Numbers as files hold them: little-endian, whatever the machine.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

namespace firth::base {

static_assert(std::endian::native == std::endian::little,
              "firth maps little-endian files: a big-endian machine needs a converting reader");

/// REQUIRES: sizeof(T) bytes at `bytes`, aligned or not.
template <class T>
requires std::is_trivially_copyable_v<T> T LoadLittleEndian(const void* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

template <class T>
requires std::is_trivially_copyable_v<T>
void AppendLittleEndian(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

}  // namespace firth::base
