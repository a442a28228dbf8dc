/// Words' vectors from the rows that stand for them.
#pragma once

#include <span>
#include <string_view>

#include "firth/matrix.h"
#include "firth/subwords.h"
#include "firth/text.h"
#include "firth/word_vectors.h"

namespace firth::word_vectors {

/// A word's vector is the mean of its own row and of those of its n-grams, one row a bucket or an
/// n-gram: the sum in this order, times 1 / n (fastText's getWordVector). N-grams of buckets that
/// were not kept, and those that have no row, count as if they were not there. All matrices have
/// the same columns.

/// Puts the mean in the place of each word's own row: rows 0 ... vocabulary.size() - 1 of `words`.
void ComposeRows(const Vocabulary& vocabulary, const SubwordTable& ngrams, Matrix& words);

/// The reverse, for one word: the own row that makes `composed` its vector.
void OwnRow(std::string_view word, const SubwordTable& ngrams, std::span<const float> composed,
            std::span<float> own);

/// The mean of the n-grams' rows alone, for a word that has no row of its own. False, and `vector`
/// is zeros, when it has no n-grams either.
bool VectorOfUnknown(std::string_view word, const SubwordTable& ngrams, std::span<float> vector);

}  // namespace firth::word_vectors
