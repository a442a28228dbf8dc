/// The words of all ranks as one vocabulary.
#pragma once

#include <cstdint>

#include "firth/communicator.h"
#include "firth/text.h"
#include "firth/train.h"
#include "train/ingest/ingest.h"

namespace firth::train {

/// Adds up what each rank has counted in its own part of the text. Each word's counts meet at the
/// rank that its hash names, which sends on what occurs `least` times in all, and `</s>`, whatever
/// its count. All ranks get the same words in the same order. All call it together.
Vocabulary MergeWords(Communicator& ranks, const Vocabulary& counted, std::uint64_t least);

/// Chooses what the settings ask for of the words that all ranks have counted. All use it together.
ChooseVocabulary ChooserOfAll(Communicator& ranks, const TrainSettings& settings);

/// Throws Error(kInput) when no rank's part of the text has a word of the vocabulary. All call it
/// together.
void RequireWordsOfAny(Communicator& ranks, const Ingested& ingested,
                       const TrainSettings& settings);

/// The vocabulary of rank 0. All call it together; that of others is not looked at.
Vocabulary WordsOfFirst(Communicator& ranks, const Vocabulary& words);

}  // namespace firth::train
