#include "standard_sets.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/paths.h"
#include "firth/error.h"

namespace firth::cli {
namespace {

namespace fs = std::filesystem;

void AddFiles(const fs::path& folder, std::vector<std::string>& files) {
  std::error_code ignored;  // a folder that is not there has no files
  const auto first = static_cast<std::ptrdiff_t>(files.size());
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::sort(files.begin() + first, files.end());
}

/// In UTF-8 these are the three bytes from E4 B8 80 to E9 BF BF.
bool HasChinese(std::string_view word) {
  for (std::size_t at = 0; at + 3 <= word.size(); ++at) {
    const std::string_view letter = word.substr(at, 3);
    if (letter >= "\xE4\xB8\x80" && letter <= "\xE9\xBF\xBF") return true;
  }
  return false;
}

}  // namespace

std::string DataFolderFromEnvironment() {
  const char* folder = std::getenv("FIRTH_DATA");
  return folder == nullptr ? "" : folder;
}

std::vector<std::string> StandardSets(const std::string& folder) {
  std::vector<std::string> files;
  for (const char* kind : {"analogy", "similarity", "categorization"}) {
    AddFiles(fs::path(folder) / "eval" / kind, files);
  }
  if (files.empty()) {
    throw Error(ErrorKind::kNotFound,
                "holds no sets: they are looked for in eval/analogy, eval/similarity and "
                "eval/categorization",
                folder);
  }
  return files;
}

std::vector<std::string> ChineseSets(const std::string& folder) {
  std::vector<std::string> files;
  AddFiles(fs::path(folder) / "eval" / "zh", files);
  return files;
}

std::vector<std::string> SentenceSets(const std::string& folder) {
  std::vector<std::string> files;
  for (const char* name : {"stsb-sts-test.csv", "SICK.txt"}) {
    const fs::path path = fs::path(folder) / "eval" / "sentence" / name;
    if (base::Exists(path)) files.push_back(path.string());
  }
  if (files.empty()) {
    throw Error(ErrorKind::kNotFound,
                "holds no pairs of sentences: eval/sentence/stsb-sts-test.csv or SICK.txt", folder);
  }
  return files;
}

bool HasChineseWords(const Vocabulary& vocabulary) {
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    if (HasChinese(vocabulary.Word(TokenId{static_cast<std::uint32_t>(i)}))) return true;
  }
  return false;
}

}  // namespace firth::cli
