/// A file for what does not fit the memory.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace firth::cooccurrence {

/// A file that has no name from the moment it is open: whatever ends the process, nothing of it
/// stays behind. Threads: all functions may be called by several.
class TempFile {
 public:
  /// In `folder`; empty: the system's folder for temporary files. Throws Error: kNotFound (no such
  /// folder), kIo.
  explicit TempFile(const std::string& folder);
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  /// The name that it had, for messages.
  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }

  /// Writes at the end; returns the offset where. Throws Error(kIo): the disk is full.
  std::uint64_t Append(std::span<const std::byte> bytes);
  /// Fills `bytes` from `offset` on. Throws Error(kIo), also where the file is shorter.
  void Read(std::uint64_t offset, std::span<std::byte> bytes) const;

 private:
  std::string path_;
  std::atomic<std::uint64_t> size_ = 0;
  int file_ = -1;
};

}  // namespace firth::cooccurrence
