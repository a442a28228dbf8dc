/// What a reader reads: bytes, whose they are, and how to complain about them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace firth::formats {

/// The whole content of a file (or bytes of any other origin).
struct Source {
  std::string_view bytes;
  std::string path;                   ///< for messages
  std::shared_ptr<const void> owner;  ///< keeps `bytes` alive
};

/// Throws Error: kNotFound, kIo.
Source OpenSource(const std::string& path);

/// Throw Error(kFormat): about the file as a whole, a byte of it, a line of it (the first is 1).
[[noreturn]] void Fail(const Source& source, const std::string& message);
[[noreturn]] void FailAtByte(const Source& source, std::uint64_t offset,
                             const std::string& message);
[[noreturn]] void FailInLine(const Source& source, std::uint64_t line, const std::string& message);

/// A piece of a file as a message may show it: quoted, cut to about 40 bytes, control characters
/// and bad UTF-8 made visible.
std::string Quoted(std::string_view piece);

/// `count` and `noun`, which takes an "s" unless there is one of it.
std::string Counted(std::uint64_t count, std::string_view noun);

}  // namespace firth::formats
