/// A row a word and one for each of its n-grams.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "base/refilled_list.h"
#include "firth/matrix.h"
#include "firth/models.h"
#include "firth/types.h"
#include "matrix/shared_rows.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"
#include "text/subword_rows.h"

namespace firth::models {

/// A word's vector is the mean of its rows (Bojanowski et al. 2017, arXiv 1607.04606; fastText's
/// mean in place of the paper's sum). It is composed once, when the word comes into the window's
/// reach, moves there with every window that uses it, and what it has moved by is added to each of
/// its rows when it leaves. Each row gets all of it, as in fastText, so that the rows' mean moves
/// just so far: a step costs no more than without subwords, and a word no more than two visits to
/// its rows. Words in reach at the same time that share n-grams do not see each other's moves.
template <class Real>
class SubwordInput {
 public:
  static constexpr bool kNarrow = false;
  static constexpr bool kWeighted = true;

  SubwordInput(const ModelSettings& settings, const SharedParts<Real>& shared)
      : rows_(shared.input),
        words_(*shared.subwords),
        kernels_(shared.kernels),
        mask_(WordsInReach(settings.window) - 1),
        slots_(mask_ + 1),
        vectors_(mask_ + 1, shared.input.stride()),
        origins_(mask_ + 1, shared.input.stride()) {}

  void ListRows(TokenId word, std::vector<RowId>& rows) const {
    const auto all = words_.RowsOf(word);
    rows.insert(rows.end(), all.begin(), all.end());
  }

  void Begin(std::span<const TokenId> sentence) {
    sentence_ = sentence;
    entered_ = 0;
    left_ = 0;
  }

  void Approach(std::size_t at) {
    if (at + 2 * kListAhead < sentence_.size()) words_.FetchBegin(sentence_[at + 2 * kListAhead]);
    if (at + kListAhead < sentence_.size()) words_.FetchRows(sentence_[at + kListAhead]);
    std::vector<Real*>& rows = slots_[at & mask_];
    const auto all = words_.RowsOf(sentence_[at]);
    rows.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) rows[i] = rows_.Row(all[i]);
  }

  void AddRowsToFetch(std::size_t at, base::RefilledList<const Real*>& rows) const {
    const std::vector<Real*>& mine = slots_[at & mask_];
    std::ranges::copy(mine, rows.Extend(mine.size()));
  }

  void Enter(std::size_t end) {
    for (; entered_ < end; ++entered_) {
      const std::vector<Real*>& rows = slots_[entered_ & mask_];
      Real* const vector = Vector(entered_);
      const Real share = 1 / static_cast<Real>(rows.size());
      kernels_.gather({rows.data(), rows.size(), stride(), share}, vector);
      std::copy_n(vector, stride(), Origin(entered_));
    }
  }

  void Leave(std::size_t end) {
    for (; left_ < end; ++left_) {
      const std::vector<Real*>& rows = slots_[left_ & mask_];
      Real* const origin = Origin(left_);
      kernels_.scatter({&origin, 1, stride(), -1}, Vector(left_));
      kernels_.scatter({rows.data(), rows.size(), stride(), -1}, origin);
    }
  }

  Real* Vector(std::size_t at) { return vectors_.MutableRowData(SlotOf(at)); }
  /// Rows are used, and counted, once: when their word comes near.
  void CountUses(std::size_t /*begin*/, std::size_t /*end*/) const {}
  Real RowCount(std::size_t at) const { return static_cast<Real>(slots_[at & mask_].size()); }

  std::size_t stride() const { return rows_.stride(); }

 private:
  /// Words between the one that comes near and the one whose list of rows is asked for.
  static constexpr std::size_t kListAhead = 4;

  RowId SlotOf(std::size_t at) const { return RowId{static_cast<std::uint32_t>(at & mask_)}; }
  Real* Origin(std::size_t at) { return origins_.MutableRowData(SlotOf(at)); }

  matrix::SharedRows<Real> rows_;
  const text::SubwordRows& words_;
  const kernels::Kernels<Real>& kernels_;
  std::span<const TokenId> sentence_;
  std::size_t entered_ = 0;
  std::size_t left_ = 0;
  // A ring: the word at place i has the slot i & mask_ from its approach until it leaves.
  std::size_t mask_;
  std::vector<std::vector<Real*>> slots_;  ///< the word's rows
  BasicMatrix<Real> vectors_;
  BasicMatrix<Real> origins_;  ///< vectors as they were composed
};

}  // namespace firth::models
