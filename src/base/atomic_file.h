/// Files that appear whole or not at all.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace firth::base {

/// Writes to a temporary file beside `path`; Commit syncs it and renames it to `path`. Without
/// Commit the temporary file is removed and whatever `path` held stays as it was. A symbolic link
/// at `path` is followed: its target is replaced, the link stays. When `path` is a device, a pipe
/// or "-" (standard output) the bytes go there directly.
/// Not thread-safe. Every function throws Error(kIo) when the system refuses (a full disk).
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void Write(std::string_view bytes);
  void Write(std::span<const std::byte> bytes) {
    Write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  /// Brings all that was written to the disk: Commit then has little left that can fail. For files
  /// that belong together.
  void Sync();
  /// Where the bytes are until Commit: to be looked at once they are synced.
  const std::string& place() const { return temporary_.empty() ? path_ : temporary_; }
  void Commit();

 private:
  void Flush();
  void WriteThrough(std::string_view bytes);

  std::string path_;       ///< as the caller named it, for messages
  std::string final_;      ///< what is replaced; empty when writing directly
  std::string temporary_;  ///< what is written; empty when writing directly
  std::string buffer_;
  int file_ = -1;
};

/// A file of these bytes. Throws Error(kIo).
void WriteFile(const std::string& path, std::string_view bytes);

/// Throws Error(kIo) unless a file could be written at `path`; what is there is left alone. For
/// asking before long work.
void CheckWritable(const std::string& path);

}  // namespace firth::base
