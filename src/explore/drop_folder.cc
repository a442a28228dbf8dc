#include "explore/drop_folder.h"

#include <cstdlib>
#include <filesystem>

#include "base/atomic_file.h"
#include "firth/error.h"
#include "http/message.h"

namespace firth::explore {
namespace {

void RequirePlain(const std::string& name) {
  if (!name.empty() && name.front() != '.' && name.find('/') == std::string::npos &&
      name.find('\0') == std::string::npos && name.size() < 200) {
    return;
  }
  throw http::HttpError(400, "that is no file's name");
}

}  // namespace

DropFolder::~DropFolder() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void DropFolder::Put(const std::string& name, std::string_view bytes) {
  RequirePlain(name);
  if (folder_.empty()) {
    std::string place = (std::filesystem::temp_directory_path() / "firth-XXXXXX").string();
    if (mkdtemp(place.data()) == nullptr) {
      throw Error(ErrorKind::kIo, "no folder can be made there", place);
    }
    folder_ = place;
  }
  base::WriteFile(folder_ + "/" + name, bytes);
}

std::string DropFolder::Path(const std::string& name) const {
  RequirePlain(name);
  const std::string path = folder_ + "/" + name;
  if (folder_.empty() || !std::filesystem::exists(path)) {
    throw http::HttpError(400, "no such file was dropped");
  }
  return path;
}

}  // namespace firth::explore
