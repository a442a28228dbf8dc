/// One row a word.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/refilled_list.h"
#include "firth/models.h"
#include "firth/types.h"
#include "matrix/shared_rows.h"
#include "models/sentence_model.h"

namespace firth::models {

/// What WindowModel asks of an input, here with little to do: a word's row is its vector.
///
/// Words are named by their places in the sentence. They come near in order (their rows are then
/// fetched), enter before a window that uses them is run, and leave after the last one.
template <class Real>
class WordInput {
 public:
  /// Row counts are 1: a window need not keep them.
  static constexpr bool kWeighted = false;
  /// Whether rows are narrow: the objective's are then narrow too.
  static constexpr bool kNarrow = false;

  WordInput(const ModelSettings& /*settings*/, const SharedParts<Real>& shared)
      : rows_(shared.input) {}

  /// Adds the rows that stand for `word`.
  void ListRows(TokenId word, std::vector<RowId>& rows) const { rows.push_back(RowOf(word)); }

  /// `sentence` must live until all its words have left.
  void Begin(std::span<const TokenId> sentence) {
    sentence_ = sentence;
    vectors_.SetSize(sentence.size());
  }
  /// The word at place `at` comes near. REQUIRES: the one before it has.
  void Approach(std::size_t at) { vectors_[at] = rows_.Address(RowOf(sentence_[at])); }
  /// Adds the rows that Enter will read for a word that is near.
  void AddRowsToFetch(std::size_t at, base::RefilledList<const Real*>& rows) const {
    rows.Add(vectors_[at]);
  }
  /// All words before `end` enter. REQUIRES: they are near.
  void Enter(std::size_t /*end*/) {}
  /// All words before `end` leave: what their vectors have moved by reaches their rows. REQUIRES:
  /// they have entered.
  void Leave(std::size_t /*end*/) {}

  /// Where the vector of the near word at place `at` is between its Enter and its Leave; it may be
  /// moved there.
  Real* Vector(std::size_t at) const { return vectors_[at]; }
  /// Tells that a window uses the words at places begin ... end - 1, whose rows have not been
  /// counted as they came near.
  void CountUses(std::size_t begin, std::size_t end) const {
    if (!rows_.IsClaimed()) return;
    for (; begin < end; ++begin) rows_.CountUse(RowOf(sentence_[begin]));
  }
  /// How many rows its vector is the mean of.
  static Real RowCount(std::size_t /*at*/) { return 1; }

  std::size_t stride() const { return rows_.stride(); }

 private:
  matrix::SharedRows<Real> rows_;
  std::span<const TokenId> sentence_;
  base::RefilledList<Real*> vectors_;  ///< of the sentence's words, so far as they have come near
};

}  // namespace firth::models
