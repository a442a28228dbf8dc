#include "train/checkpoint/checkpoint_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <utility>

#include "base/atomic_file.h"
#include "base/system.h"
#include "firth/error.h"
#include "formats/model_file.h"
#include "formats/source.h"

namespace firth::train {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStart = "checkpoint-";
constexpr std::string_view kEnding = ".safetensors";

/// Names of a folder's files that begin as checkpoints do.
std::vector<std::string> OurNames(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with(kStart)) names.push_back(std::move(name));
  }
  if (error) throw Error(ErrorKind::kIo, "cannot list: " + error.message(), folder);
  return names;
}

/// Written numbers are as wide as any, so that names sort as the places that they tell.
std::string NameOf(const TrainingState& state) {
  return fmt::format("{}{:07}-{:012}{}", kStart, state.epoch, state.block, kEnding);
}

/// What a temporary file of base::AtomicFile is called.
bool IsLeftOver(const std::string& name) {
  const std::size_t ending = name.rfind(kEnding);
  return ending != std::string::npos && ending + kEnding.size() < name.size();
}

void Remove(const std::string& path) {
  std::error_code ignored;  // what cannot be removed does no harm
  fs::remove(path, ignored);
}

}  // namespace

CheckpointFolder::CheckpointFolder(const std::string& path) : path_(path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw Error(ErrorKind::kIo, "cannot make this folder: " + error.message(), path);
  lock_ = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0) throw base::SystemError("open", path);
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(lock_);
    throw Error(ErrorKind::kSettings,
                "another training run saves its checkpoints here; name another folder", path);
  }
  for (const std::string& name : OurNames(path)) {
    if (IsLeftOver(name)) Remove((fs::path(path) / name).string());
  }
  try {
    base::CheckWritable((fs::path(path) / NameOf({})).string());
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

CheckpointFolder::~CheckpointFolder() { ::close(lock_); }

std::vector<std::string> CheckpointFolder::Files(const std::string& folder) {
  std::vector<std::string> files;
  for (const std::string& name : OurNames(folder)) {
    if (name.ends_with(kEnding)) files.push_back((fs::path(folder) / name).string());
  }
  std::ranges::sort(files, std::greater<>());
  return files;
}

std::optional<Checkpoint> CheckpointFolder::Newest(const TrainObserver& observer) {
  const std::vector<std::string> files = Files(path_);
  std::string first_problem;
  for (const std::string& file : files) {
    try {
      Checkpoint checkpoint = ReadCheckpoint(file);
      last_good_ = file;
      return checkpoint;
    } catch (const Error& error) {
      if (first_problem.empty()) first_problem = error.message();
      if (observer.warning) observer.warning(fmt::format("{}; trying an older one", error.what()));
    }
  }
  if (files.empty()) return std::nullopt;
  throw Error(ErrorKind::kFormat,
              fmt::format("holds no checkpoint that is whole (the newest {}); empty the folder to "
                          "start afresh",
                          first_problem),
              path_);
}

std::string CheckpointFolder::Save(const TrainedModel& model, const TrainSettings& settings,
                                   const TrainingState& state) {
  const std::string path = (fs::path(path_) / NameOf(state)).string();
  base::AtomicFile file(path);
  formats::WriteModel(model, CheckpointRecord(settings, state), file);
  file.Commit();
  for (const std::string& old : Files(path_)) {
    if (old != path && old != last_good_) Remove(old);
  }
  return last_good_ = path;
}

Checkpoint ReadCheckpoint(const std::string& path) {
  const formats::Source source = formats::OpenSource(path);
  Checkpoint checkpoint{path, formats::ReadModel(source), {}};
  checkpoint.state = StateOf(checkpoint.model.settings, path);
  return checkpoint;
}

}  // namespace firth::train
