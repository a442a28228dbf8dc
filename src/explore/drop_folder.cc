#include "explore/drop_folder.h"

#include "base/atomic_file.h"
#include "base/paths.h"
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

void DropFolder::Put(const std::string& name, std::string_view bytes) {
  RequirePlain(name);
  if (!folder_) folder_.emplace(base::TemporaryPlace(), "firth-");
  base::WriteFile(folder_->path() + "/" + name, bytes);
}

std::string DropFolder::Path(const std::string& name) const {
  RequirePlain(name);
  if (folder_) {
    std::string path = folder_->path() + "/" + name;
    if (base::Exists(path)) return path;
  }
  throw http::HttpError(400, "no such file was dropped");
}

}  // namespace firth::explore
