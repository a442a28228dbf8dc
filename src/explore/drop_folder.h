/// Files that a page hands over.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/temporary.h"

namespace firth::explore {

/// A folder of its own, made when it is first needed and gone at the end.
/// Threads: one at a time.
class DropFolder {
 public:
  /// Writes a file, or writes it anew. Throws HttpError(400) for a name that is no plain file's,
  /// Error(kIo).
  void Put(const std::string& name, std::string_view bytes);
  /// The path of a file that was put there. Throws HttpError(400) for another name.
  std::string Path(const std::string& name) const;

 private:
  std::optional<base::TemporaryFolder> folder_;
};

}  // namespace firth::explore
