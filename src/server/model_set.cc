#include "server/model_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <utility>

#include "base/paths.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "server/encoder_model.h"
#include "server/words_model.h"

namespace firth::server {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const Model> Load(const ServeSettings& settings, const ModelSource& source) {
  ModelInfo info{.name = source.name.empty() ? NameOf(source.path) : source.name,
                 .kind = {},
                 .pooling = {},
                 .created = std::time(nullptr)};
  if (base::IsFolder(source.path)) {
    auto encoder = std::make_shared<const Encoder>(
        Encoder::Load(source.path, settings.target, settings.precision));
    const BatcherSettings batcher{.batch_tokens = settings.batch_tokens,
                                  .queue_tokens = settings.queue_tokens,
                                  .threads = settings.threads};
    return std::make_shared<const EncoderModel>(std::move(info), std::move(encoder), batcher);
  }
  return std::make_shared<const WordsModel>(
      std::move(info),
      ReadWordVectors(source.path, {.max_words = 0, .memory_limit = settings.memory_limit}),
      settings.target);
}

}  // namespace

std::string NameOf(const std::string& path) {
  const fs::path trimmed = path.ends_with('/') ? fs::path(path).parent_path() : fs::path(path);
  return base::IsFolder(path) ? fs::absolute(trimmed).lexically_normal().filename().string()
                              : trimmed.stem().string();
}

std::shared_ptr<const Models> LoadModels(const ServeSettings& settings) {
  if (settings.models.empty()) throw Error(ErrorKind::kSettings, "no model to serve");
  auto models = std::make_shared<Models>();
  for (const ModelSource& source : settings.models) {
    auto model = Load(settings, source);
    const std::string& name = model->info().name;
    const auto same = [&](const auto& other) { return other->info().name == name; };
    if (std::ranges::any_of(*models, same)) {
      throw Error(ErrorKind::kSettings,
                  fmt::format("two models are called {}; name one with --name OTHER={}", name,
                              source.path));
    }
    models->push_back(std::move(model));
  }
  return models;
}

std::shared_ptr<const Models> ModelSet::all() const {
  const std::scoped_lock lock(mutex_);
  return models_;
}

std::shared_ptr<const Model> ModelSet::Find(std::string_view name) const {
  const auto models = all();
  const auto found = std::ranges::find_if(
      *models, [&](const auto& model) { return name.empty() || model->info().name == name; });
  return found == models->end() ? nullptr : *found;
}

void ModelSet::Replace(std::shared_ptr<const Models> models) {
  // The old ones go, if they go here, after the lock.
  const std::scoped_lock lock(mutex_);
  models_.swap(models);
}

}  // namespace firth::server
