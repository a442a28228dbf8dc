/// Numbers by which changed bytes are told from whole ones.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace firth::base {

/// XXH3 of 64 bits (Collet: xxHash), over bytes that come in pieces. It finds damage, not malice.
/// Not thread-safe.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;

  void Add(std::string_view bytes);
  /// Of all bytes so far; more may follow.
  std::uint64_t Value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same, of bytes in one piece.
std::uint64_t ChecksumOf(std::string_view bytes);

}  // namespace firth::base
