#include "base/temporary.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/system.h"
#include "firth/error.h"

namespace firth::base {

std::string TemporaryPlace() {
  std::error_code failed;
  const auto path = std::filesystem::temp_directory_path(failed);
  return failed ? "/tmp" : path.string();
}

TemporaryFolder::TemporaryFolder(const std::string& place, const std::string& prefix)
    : path_(place + "/" + prefix + "XXXXXX") {
  if (::mkdtemp(path_.data()) == nullptr) {
    throw Error(ErrorKind::kIo, "no folder can be made there", place);
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

NamelessFile OpenNamelessFile(const std::string& place, const std::string& prefix) {
  const std::string folder = place.empty() ? TemporaryPlace() : place;
  NamelessFile file{.descriptor = -1, .path = folder + "/" + prefix + "XXXXXX"};
  file.descriptor = ::mkostemp(file.path.data(), O_CLOEXEC);
  if (file.descriptor < 0) throw SystemError("make a temporary file there", folder);
  ::unlink(file.path.c_str());
  return file;
}

}  // namespace firth::base
