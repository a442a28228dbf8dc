/// A model as its training begins.
#pragma once

#include <memory>
#include <optional>

#include "firth/train.h"
#include "text/subword_rows.h"
#include "train/checkpoint/checkpoint.h"

namespace firth::train {

/// The rows of these words and n-grams (ChooseNgrams) as they are trained; nothing without
/// subwords. Throws as SubwordRows does.
std::optional<text::SubwordRows> RowsToTrain(const Vocabulary& vocabulary,
                                             const SubwordSettings& subwords,
                                             const Vocabulary* ngrams);

/// Both matrices at their start, for these words and n-grams; in files (matrix::FileMatrix) when
/// the settings' storage is not float32. `rows` are RowsToTrain of them, where
/// the caller has them. Throws Error(kMemory).
TrainedModel FreshModel(Vocabulary vocabulary, const TrainSettings& settings,
                        std::shared_ptr<const Vocabulary> ngrams = nullptr,
                        const text::SubwordRows* rows = nullptr);

/// What `settings.init` names: a checkpoint, or the newest of a folder of them, with both matrices;
/// or any file of vectors, without output matrix. Throws Error: kNotFound, kIo, kFormat, or
/// kSettings when its vectors have not dim numbers.
TrainedModel ReadInitialModel(const TrainSettings& settings);

/// Copies the rows of `old` over the first rows of `model`: the input matrix, and the output matrix
/// where both hold a row of the same width a word. Returns whether the output matrix was taken.
/// REQUIRES: the first words of `model` are those of `old`, and so for n-grams that have a row
/// each.
bool CopyRows(const TrainedModel& old, TrainedModel& model);

/// Copies both matrices whole, nodes of a tree included; false, and nothing copied, when they are
/// not of the shape that `model` has. REQUIRES: the same words with the same counts, and n-grams.
bool TakeRows(const TrainedModel& saved, TrainedModel& model);

/// The same from a file. Throws Error(kFormat) when the shapes differ.
void RestoreRows(const Checkpoint& checkpoint, TrainedModel& model);

}  // namespace firth::train
