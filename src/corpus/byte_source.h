/// Bytes from wherever a corpus lies, decompressed.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace firth::corpus {

/// One pass over the bytes of an input. Not thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills `out` as far as it can; 0 at the end, and only there. Throws Error: kIo, or kFormat for
  /// broken or truncated compressed data.
  virtual std::size_t Read(std::span<char> out) = 0;
};

/// How a file's content is packed, told from its first bytes.
enum class Packing { kPlain, kGzip, kZstd };

/// REQUIRES: `path` is a readable file or kStandardInput, which is unpacked as files are.
std::unique_ptr<ByteSource> OpenByteSource(const std::string& path);

/// The packing of a regular file. Throws Error: kNotFound, kIo.
Packing DetectPacking(const std::string& path);

}  // namespace firth::corpus
