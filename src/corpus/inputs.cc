#include "corpus/inputs.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "base/paths.h"
#include "base/system.h"
#include "firth/error.h"

namespace firth::corpus {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

void AppendDirectory(const fs::path& directory, std::vector<std::string>& files) {
  std::vector<std::string> found;
  try {
    fs::recursive_directory_iterator entry(directory);
    for (const auto end = fs::end(entry); entry != end; ++entry) {
      if (IsHidden(entry->path())) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file() && entry->path().extension() != kIdCacheEnding) {
        found.push_back(entry->path().string());
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw Error(ErrorKind::kIo, "cannot list: " + error.code().message(), directory.string());
  }
  std::ranges::sort(found);
  files.insert(files.end(), found.begin(), found.end());
}

/// The names that a pattern matches; none when it matches nothing.
std::vector<std::string> Match(const std::string& pattern) {
  std::vector<std::string> names;
  ::glob_t matches{};
  if (::glob(pattern.c_str(), 0, nullptr, &matches) == 0) {
    names.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
  }
  ::globfree(&matches);
  std::ranges::sort(names);
  return names;
}

void AppendName(const std::string& name, std::vector<std::string>& files) {
  if (name == kStandardInput || !base::IsFolder(name)) {
    files.push_back(name);
  } else {
    AppendDirectory(name, files);
  }
}

}  // namespace

std::vector<std::string> ExpandInputs(const std::vector<std::string>& inputs) {
  std::vector<std::string> files;
  for (const std::string& input : inputs) {
    if (input == kStandardInput || base::Exists(input)) {
      AppendName(input, files);
      continue;
    }
    const std::vector<std::string> names = Match(input);
    if (names.empty()) throw Error(ErrorKind::kNotFound, "no such file or directory", input);
    for (const std::string& name : names) AppendName(name, files);
  }
  if (files.empty()) {
    throw Error(ErrorKind::kInput, inputs.empty() ? "no corpus named" : "holds no files",
                inputs.empty() ? "" : inputs[0]);
  }
  return files;
}

}  // namespace firth::corpus
