/// Which words occur together, and how often: the matrix that GloVe is trained on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "firth/corpus.h"
#include "firth/text.h"
#include "firth/train.h"

namespace firth {

/// What a pair counts, with d - 1 words between its two.
enum class PairWeight {
  kHarmonic,  ///< 1 / d (Pennington, Socher, Manning: GloVe, EMNLP 2014, section 4.2)
  kFlat,      ///< 1
};

/// How pairs are counted. Which words there are, and what a sentence is, TrainSettings says.
/// Words that are not in the vocabulary take no place in a window.
struct CooccurrenceSettings {
  std::size_t window = 15;  ///< words on each side, 1 to 1,000
  /// The words on both sides of a word are its context; else those before it: then the row is the
  /// word that comes first, the column the one that follows.
  bool symmetric = true;
  PairWeight weight = PairWeight::kHarmonic;
  /// Where temporary files are made; empty: the system's folder for such.
  std::string temp_dir{};
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const CooccurrenceSettings& settings);

}  // namespace firth
