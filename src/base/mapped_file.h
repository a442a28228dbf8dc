/// A file's bytes as memory.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace firth::base {

/// A whole file mapped read-only. The bytes live as long as this object. A file that is made
/// shorter meanwhile costs the process SIGBUS at the next look at what is gone: MappedPathAt tells
/// a handler which file it was.
class MappedFile {
 public:
  enum class Access { kSequential, kRandom };

  /// Throws Error: kNotFound, kIo (a directory or a pipe cannot be mapped).
  static std::shared_ptr<const MappedFile> Open(const std::string& path,
                                                Access access = Access::kRandom);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }
  const std::string& path() const { return path_; }

 private:
  MappedFile(std::string path, const std::byte* data, std::size_t size);

  std::string path_;
  const std::byte* data_;
  std::size_t size_;
};

/// The path of the mapped file that `address` lies in; null when there is none. For handlers of
/// signals: it takes no lock and no memory. Only the first thousand or so mappings are known.
const char* MappedPathAt(const void* address);

/// Gives the memory of the whole pages within `size` bytes from `begin` on back to the system, when
/// they are all of one mapped file: they come from the file again when they are looked at. Of other
/// memory it does nothing.
void ForgetMapped(const void* begin, std::size_t size);

}  // namespace firth::base
