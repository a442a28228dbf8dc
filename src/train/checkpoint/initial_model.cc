#include "train/checkpoint/initial_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/pages.h"
#include "base/paths.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "formats/model_file.h"
#include "formats/source.h"
#include "matrix/file_matrix.h"
#include "models/sentence_model.h"
#include "train/checkpoint/checkpoint_folder.h"
#include "word_vectors/subword_vectors.h"

namespace firth::train {
namespace {

/// `count` rows of `from` from row `begin` on become those of `to` from `at` on.
void CopyRange(const Matrix& from, std::size_t begin, std::size_t count, Matrix& to,
               std::size_t at) {
  for (std::size_t i = 0; i < count; ++i) {
    const RowId source{static_cast<std::uint32_t>(begin + i)};
    const RowId target{static_cast<std::uint32_t>(at + i)};
    std::ranges::copy(from.Row(source), to.MutableRow(target).begin());
  }
}

void CopyInto(const Matrix& from, Matrix& to) { CopyRange(from, 0, from.rows(), to, 0); }

/// Vectors with a table of n-grams as the rows that make them.
Matrix RowsBehind(const WordVectors& vectors) {
  const SubwordTable& table = *vectors.subwords();
  Matrix input(text::InputRows(vectors.size(), table.settings, table.ngrams.get()), vectors.dim());
  for (std::uint32_t i = 0; i < vectors.size(); ++i) {
    word_vectors::OwnRow(vectors.vocabulary().Word(TokenId{i}), table,
                         vectors.matrix().Row(RowId{i}), input.MutableRow(RowId{i}));
  }
  CopyRange(table.rows, 0, table.rows.rows(), input, vectors.size());
  return input;
}

/// The newest checkpoint when `path` is a folder.
std::string FileBehind(const std::string& path) {
  if (!base::IsFolder(path)) return path;
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
  if (vectors.subwords() != nullptr) {
    if (vectors.subwords()->kept) {
      throw Error(ErrorKind::kFormat,
                  "has lost n-grams to quantisation: training starts from the model before it",
                  path);
    }
    model.subwords = vectors.subwords()->settings;
    model.ngrams = vectors.subwords()->ngrams;
    model.input = RowsBehind(vectors);
  } else {
    model.input = vectors.matrix().Share();
  }
  return model;
}

/// A matrix that is trained; or that its rows are kept in before and after training, which then
/// memory need not hold.
Matrix EmptyMatrix(const TrainSettings& settings, std::size_t rows, std::size_t columns) {
  if (settings.storage == RowStorage::kBf16) return matrix::FileMatrix(rows, columns);
  return {rows, columns};
}

/// Those of all words, and of the buckets that some word has.
std::vector<RowId> UsedRows(std::size_t words, const text::SubwordRows& packed) {
  std::vector<RowId> used(words);
  for (std::uint32_t i = 0; i < words; ++i) used[i] = RowId{i};
  used.insert(used.end(), packed.places().begin(), packed.places().end());
  return used;
}

/// The flags that make these.
std::string FlagsOf(const SubwordSettings& subwords) {
  const std::string kind =
      subwords.exact() ? fmt::format("--ngrams exact --min-ngram-count {}", subwords.min_count)
                       : fmt::format("--bucket {}", subwords.buckets);
  return fmt::format("--minn {} --maxn {} {}", subwords.min_length, subwords.max_length, kind);
}

}  // namespace

std::optional<text::SubwordRows> RowsToTrain(const Vocabulary& vocabulary,
                                             const SubwordSettings& subwords,
                                             const Vocabulary* ngrams) {
  if (!subwords.enabled()) return std::nullopt;
  std::optional<text::SubwordRows> rows(std::in_place, vocabulary, subwords, ngrams);
  if (!subwords.exact()) rows->Pack();
  return rows;
}

TrainedModel FreshModel(Vocabulary vocabulary, const TrainSettings& settings,
                        std::shared_ptr<const Vocabulary> ngrams, const text::SubwordRows* rows) {
  TrainedModel model;
  model.settings = SettingsRecord(settings);
  const std::size_t words = vocabulary.size();
  model.vocabulary = std::move(vocabulary);
  const SubwordSettings& subwords = settings.model.subwords;
  if (subwords.enabled()) model.subwords = subwords;
  model.ngrams = std::move(ngrams);
  model.input = EmptyMatrix(settings, text::InputRows(words, subwords, model.ngrams.get()),
                            settings.model.dim);
  model.output =
      EmptyMatrix(settings, words, models::OutputColumns(settings.model, model.input.stride()));
  model.output_rows_are_words = settings.model.objective != Objective::kHierarchicalSoftmax;
  if (!subwords.enabled() || subwords.exact()) {
    models::InitializeMatrices(settings.model, settings.seed, model.input, model.output);
    return model;
  }
  std::optional<text::SubwordRows> made;
  if (rows == nullptr) rows = &made.emplace(*RowsToTrain(model.vocabulary, subwords, nullptr));
  const std::vector<RowId> used = UsedRows(words, *rows);
  // Most buckets may be no word's: they stay zero and take no memory. While they are trained the
  // others stand in front (PackedRows).
  if (used.size() < model.input.rows()) {
    const RowId first{static_cast<std::uint32_t>(used.size())};
    base::TakeSmallPages(model.input.MutableRowData(first),
                         (model.input.rows() - used.size()) * model.input.stride() * sizeof(float));
  }
  models::InitializeMatrices(settings.model, settings.seed, model.input, model.output, used);
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
  if (model.subwords.enabled() && model.subwords != settings.model.subwords) {
    throw Error(ErrorKind::kSettings,
                fmt::format("was trained with {}: give these", FlagsOf(model.subwords)), path);
  }
  return model;
}

bool CopyRows(const TrainedModel& old, TrainedModel& model) {
  const std::size_t words = old.vocabulary.size();
  CopyRange(old.input, 0, words, model.input, 0);
  if (model.subwords.enabled() && old.subwords == model.subwords) {
    CopyRange(old.input, words, old.input.rows() - words, model.input, model.vocabulary.size());
  }
  // The rows of a tree are its nodes, and other counts make another tree.
  const bool fits = old.output.rows() > 0 && old.output_rows_are_words &&
                    model.output_rows_are_words && old.output.columns() == model.output.columns();
  if (fits) CopyInto(old.output, model.output);
  return fits;
}

bool TakeRows(const TrainedModel& saved, TrainedModel& model) {
  const bool fits = saved.input.rows() == model.input.rows() && saved.subwords == model.subwords &&
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
