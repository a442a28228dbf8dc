#include "server/index_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "firth/error.h"
#include "http/message.h"

namespace firth::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".safetensors";
constexpr std::size_t kLongestName = 64;
/// Changes that wait hold their texts and vectors.
constexpr std::size_t kMostWaiting = 16;

bool IsOfName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

/// `what` could not be done with `path`.
void Check(const std::error_code& error, const std::string& path, const char* what) {
  if (error) throw Error(ErrorKind::kIo, fmt::format("cannot {}: {}", what, error.message()), path);
}

TextIndexPointer Named(const std::string& name, HnswIndex index) {
  const Metadata& metadata = index.vectors().metadata();
  const auto model = metadata.find(IndexStore::kModelKey);
  std::string model_name = model == metadata.end() ? std::string{} : model->second;
  return std::make_shared<const TextIndex>(name, std::move(model_name), std::move(index));
}

}  // namespace

IndexStore::IndexStore(std::string folder, CpuTarget target)
    : folder_(std::move(folder)), target_(target) {
  std::error_code error;
  fs::create_directories(folder_, error);
  Check(error, folder_, "make this folder");
  fs::directory_iterator files(folder_, error);
  Check(error, folder_, "list");
  for (const fs::directory_entry& file : files) {
    const std::string name = file.path().stem().string();
    if (file.path().extension() == kEnding && IsName(name)) {
      indexes_[name] = Named(name, Open(name));
    }
  }
  thread_ = std::thread([this] { Run(); });
}

IndexStore::~IndexStore() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool IndexStore::IsName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
         std::ranges::all_of(name, IsOfName);
}

std::string IndexStore::PathOf(const std::string& name) const {
  return (fs::path(folder_) / (name + std::string(kEnding))).string();
}

HnswIndex IndexStore::Open(const std::string& name) const {
  return HnswIndex::Read(PathOf(name), target_);
}

std::vector<TextIndexPointer> IndexStore::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<TextIndexPointer> all;
  for (const auto& [name, index] : indexes_) all.push_back(index);
  return all;
}

TextIndexPointer IndexStore::Find(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = indexes_.find(name);
  return found == indexes_.end() ? nullptr : found->second;
}

void IndexStore::Later(std::function<void()> change) {
  {
    const std::scoped_lock lock(mutex_);
    if (changes_.size() >= kMostWaiting) {
      throw http::HttpError(429, "too many changes of indexes are waiting; try again later");
    }
    changes_.push_back(std::move(change));
  }
  changed_.notify_one();
}

TextIndexPointer IndexStore::Put(const std::string& name, const HnswIndex& index) {
  TextIndexPointer mapped = Named(name, index.WriteAndRead(PathOf(name)));
  const std::scoped_lock lock(mutex_);
  return indexes_.insert_or_assign(name, std::move(mapped)).first->second;
}

void IndexStore::Remove(const std::string& name) {
  std::error_code error;
  const std::string path = PathOf(name);
  fs::remove(path, error);
  Check(error, path, "remove");
  const std::scoped_lock lock(mutex_);
  indexes_.erase(name);
}

void IndexStore::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || !changes_.empty(); });
    if (closed_) return;
    const auto change = std::move(changes_.front());
    changes_.pop_front();
    lock.unlock();
    change();
    lock.lock();
  }
}

}  // namespace firth::server
