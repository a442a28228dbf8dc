#include "train/checkpoint/initial_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "firth/error.h"
#include "firth/formats.h"
#include "formats/model_file.h"
#include "formats/source.h"
#include "models/sentence_model.h"
#include "train/checkpoint/checkpoint_folder.h"

namespace firth::train {
namespace {

void CopyInto(const Matrix& from, Matrix& to) {
  for (std::uint32_t i = 0; i < from.rows(); ++i) {
    std::ranges::copy(from.Row(RowId{i}), to.MutableRow(RowId{i}).begin());
  }
}

/// The newest checkpoint when `path` is a folder.
std::string FileBehind(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return path;
  const auto files = CheckpointFolder::Files(path);
  if (files.empty()) throw Error(ErrorKind::kNotFound, "holds no checkpoint to start from", path);
  return files.front();
}

TrainedModel ReadModelOrVectors(const std::string& path) {
  if (const formats::Source source = formats::OpenSource(path); formats::IsModel(source)) {
    return formats::ReadModel(source);
  }
  const WordVectors vectors = ReadWordVectors(path);
  TrainedModel model;
  model.vocabulary = vectors.vocabulary().Clone();
  model.input = vectors.matrix().Share();
  return model;
}

}  // namespace

TrainedModel FreshModel(Vocabulary vocabulary, const TrainSettings& settings) {
  TrainedModel model;
  model.settings = SettingsRecord(settings);
  const std::size_t words = vocabulary.size();
  model.vocabulary = std::move(vocabulary);
  model.input = Matrix(words, settings.model.dim);
  model.output = Matrix(words, models::OutputColumns(settings.model, model.input.stride()));
  model.output_rows_are_words = settings.model.objective != Objective::kHierarchicalSoftmax;
  models::InitializeMatrices(settings.model, settings.seed, model.input, model.output);
  return model;
}

TrainedModel ReadInitialModel(const TrainSettings& settings) {
  const std::string path = FileBehind(settings.init);
  TrainedModel model = ReadModelOrVectors(path);
  if (model.input.columns() != settings.model.dim) {
    throw Error(ErrorKind::kSettings,
                fmt::format("holds vectors of {} numbers, --dim is {}; give --dim {}",
                            model.input.columns(), settings.model.dim, model.input.columns()),
                path);
  }
  return model;
}

bool CopyRows(const TrainedModel& old, TrainedModel& model) {
  CopyInto(old.input, model.input);
  // The rows of a tree are its nodes, and other counts make another tree.
  const bool fits = old.output.rows() > 0 && old.output_rows_are_words &&
                    model.output_rows_are_words && old.output.columns() == model.output.columns();
  if (fits) CopyInto(old.output, model.output);
  return fits;
}

bool TakeRows(const TrainedModel& saved, TrainedModel& model) {
  const bool fits = saved.input.rows() == model.input.rows() &&
                    saved.input.columns() == model.input.columns() &&
                    saved.output.rows() == model.output.rows() &&
                    saved.output.columns() == model.output.columns() &&
                    saved.output_rows_are_words == model.output_rows_are_words;
  if (!fits) return false;
  CopyInto(saved.input, model.input);
  CopyInto(saved.output, model.output);
  return true;
}

void RestoreRows(const Checkpoint& checkpoint, TrainedModel& model) {
  if (TakeRows(checkpoint.model, model)) return;
  throw Error(ErrorKind::kFormat, "its matrices are not of the shape that its settings ask for",
              checkpoint.path);
}

}  // namespace firth::train
