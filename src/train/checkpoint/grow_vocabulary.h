/// Words of an earlier model and of a new corpus together.
#pragma once

#include "firth/text.h"

namespace firth::train {

/// All words of `old` in their order, so that their rows keep their places, each with the sum of
/// its counts in `old` and in `counted`; behind them, when `grows`, the words of `counted` that
/// `old` lacks, as Select would keep and order them (max_words bounds all words together, old ones
/// are never dropped). Both counts stand for text that the vectors have seen: how often a word is
/// thinned out or drawn as a negative should follow from all of it.
Vocabulary Grow(const Vocabulary& old, const Vocabulary& counted,
                const VocabularySettings& settings, bool grows);

}  // namespace firth::train
