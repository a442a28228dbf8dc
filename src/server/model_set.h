/// The models that a server has, by their names.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "firth/server.h"
#include "server/batcher.h"
#include "server/model.h"

namespace firth::server {

/// In the order in which they were named; never changed once it is made.
using Models = std::vector<std::shared_ptr<const Model>>;

/// Throws Error as Encoder::Load and ReadWordVectors do; kSettings for two of one name.
std::shared_ptr<const Models> LoadModels(const ServeSettings& settings);

/// "words" of "/a/words.bin", "all-MiniLM-L6-v2" of "all-MiniLM-L6-v2/".
std::string NameOf(const std::string& path);

/// Whoever asks goes on with the models that it got, while others are put in their place.
/// Threads: safe.
class ModelSet {
 public:
  explicit ModelSet(std::shared_ptr<const Models> models) : models_(std::move(models)) {}

  std::shared_ptr<const Models> all() const;
  /// The first when `name` is empty; null when there is none of that name.
  std::shared_ptr<const Model> Find(std::string_view name) const;
  void Replace(std::shared_ptr<const Models> models);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Models> models_;
};

}  // namespace firth::server
