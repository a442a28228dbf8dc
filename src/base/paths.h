/// What a path names, without exceptions. What cannot be looked at (a loop of links, a name that is
/// too long, a folder that may not be entered) is nothing of all this: who opens it is told why.
/// Links are followed.
#pragma once

#include <filesystem>
#include <system_error>

namespace firth::base {

inline bool Exists(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

inline bool IsFile(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

inline bool IsFolder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace firth::base
