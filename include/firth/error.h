/// The one exception that firth throws.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace firth {

enum class ErrorKind {
  kNotFound,  ///< a file or a word that is not there
  kIo,        ///< the system refused to read or write
  kFormat,    ///< the bytes of a file are not what they claim to be
  kInput,     ///< the data cannot be used: an empty corpus, no word above min-count
  kSettings,  ///< a setting, or a combination of settings, that cannot work
  kMemory,    ///< more memory needed than the limit allows
  kDiverged,  ///< training left the range of finite numbers
};

/// What went wrong, where, and what to do about it, in one line. `what()` is
/// "PATH: MESSAGE", or "PATH, byte OFFSET: MESSAGE", or MESSAGE alone.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, std::string path = {},
        std::optional<std::uint64_t> offset = std::nullopt);

  ErrorKind kind() const { return kind_; }
  /// The message without path and offset.
  const std::string& message() const { return message_; }
  /// The file concerned; empty when there is none.
  const std::string& path() const { return path_; }
  /// Where in the file, in bytes from its start, when that is known.
  std::optional<std::uint64_t> offset() const { return offset_; }

 private:
  ErrorKind kind_;
  std::string message_;
  std::string path_;
  std::optional<std::uint64_t> offset_;
};

}  // namespace firth
