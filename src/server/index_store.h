/// The indexes of texts that a server has, each a file in a folder.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "firth/hnsw.h"

namespace firth::server {

/// Never changed once it is made.
struct TextIndex {
  std::string name;
  std::string model;  ///< whose vectors its texts have; empty: the first that is served
  HnswIndex index;    ///< a word of its vectors is a text
};
using TextIndexPointer = std::shared_ptr<const TextIndex>;

/// Whoever asks goes on with the index that it got, while another takes its place. Changes are made
/// one after another, on a thread of the store's own.
/// Threads: all functions may be called from several; those that change, by changes alone.
class IndexStore {
 public:
  /// Makes the folder if it is not there, and maps what is in it: "NAME.safetensors". Throws Error.
  IndexStore(std::string folder, CpuTarget target);
  /// Waits for the change that is being made, and drops those that wait.
  ~IndexStore();
  IndexStore(const IndexStore&) = delete;
  IndexStore& operator=(const IndexStore&) = delete;

  CpuTarget target() const { return target_; }

  /// Letters, digits, "-", "_" and, but in front, ".": up to 64.
  static bool IsName(std::string_view name);

  /// By name.
  std::vector<TextIndexPointer> all() const;
  /// Null when there is none of that name.
  TextIndexPointer Find(std::string_view name) const;

  /// Runs `change`, which does not throw, later. Throws HttpError(429) when too many wait.
  void Later(std::function<void()> change);

  /// Writes the index, maps that, and lets it take the place of the one of its name, file and all.
  /// REQUIRES: IsName(name). Throws Error: all stays as it was.
  TextIndexPointer Put(const std::string& name, const HnswIndex& index);
  /// The one of that name as its file has it, to be changed. Throws Error.
  HnswIndex Open(const std::string& name) const;
  /// Takes it away, and its file. Throws Error(kIo).
  void Remove(const std::string& name);

  /// An index's metadata name its model so.
  static constexpr const char* kModelKey = "text_model";

 private:
  std::string PathOf(const std::string& name) const;
  void Run();

  const std::string folder_;
  const CpuTarget target_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, TextIndexPointer, std::less<>> indexes_;
  std::deque<std::function<void()>> changes_;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace firth::server
