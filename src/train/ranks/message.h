/// Reading messages of other ranks, which are taken for no more than bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/little_endian.h"
#include "firth/error.h"

namespace firth::train {

/// Takes one piece after another off a message, which must outlive it.
class MessageReader {
 public:
  explicit MessageReader(std::string_view message) : rest_(message) {}

  /// Throws Error(kFormat) when the message is too short, as the message of another version may be.
  std::string_view Take(std::size_t bytes) {
    if (bytes > rest_.size()) {
      throw Error(ErrorKind::kFormat,
                  "a message of another rank is cut short: start all ranks with the same firth");
    }
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  template <class T>
  T Take() {
    return base::LoadLittleEndian<T>(Take(sizeof(T)).data());
  }

  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace firth::train
