/// Files and folders that nothing is left of.
#pragma once

#include <string>

namespace firth::base {

/// The system's folder for temporary files (TMPDIR, else /tmp).
std::string TemporaryPlace();

/// A folder with a name of its own, removed at the end with all that is in it.
class TemporaryFolder {
 public:
  /// In `place`, the name beginning with `prefix`. Throws Error(kIo).
  TemporaryFolder(const std::string& place, const std::string& prefix);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct NamelessFile {
  int descriptor;
  std::string path;  ///< the name that it had, for messages
};

/// A file that has no name from the moment it is open: whatever ends the process, nothing of it
/// stays behind. In `place`; empty: TemporaryPlace(). The caller closes it. Throws Error: kNotFound
/// (no such folder), kIo.
NamelessFile OpenNamelessFile(const std::string& place, const std::string& prefix);

}  // namespace firth::base
