/// A file that grows by parts, so that a run that was stopped can go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace firth::base {
class AtomicFile;
}

namespace firth::cli {

/// Parts stand as files in the folder PATH.parts until they become PATH, which appears whole. What
/// goes to standard output, a device or a pipe goes there at once and leaves no parts.
/// Every function throws Error(kIo) when the system refuses.
class EncodeParts {
 public:
  /// `key` tells runs apart. Without `resume` parts that are there are removed. Throws Error:
  /// kInput (to resume, but they are of another run), kSettings (to resume what is no file).
  EncodeParts(const std::string& path, std::uint64_t key, bool resume);
  ~EncodeParts();

  /// Parts that are written.
  std::size_t parts() const { return parts_; }
  /// Is there something to go on from after a stop?
  bool keeps() const { return !folder_.empty(); }

  /// The file's first bytes, no part of any part.
  void Begin(std::string_view header);
  void Add(std::string_view bytes);
  /// The file appears, and the folder goes.
  void Finish();

 private:
  std::string PartName(std::size_t number) const;
  void CountParts();
  void RemoveParts();

  std::string path_;
  std::string folder_;  ///< empty: bytes are written at once
  std::string header_;
  std::size_t parts_ = 0;
  std::unique_ptr<base::AtomicFile> direct_;
};

}  // namespace firth::cli
