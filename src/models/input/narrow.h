/// One narrow row a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/refilled_list.h"
#include "firth/matrix.h"
#include "firth/models.h"
#include "firth/types.h"
#include "kernels/prefetch.h"
#include "matrix/shared_rows.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// A word's row is widened when the word comes into the window's reach, moves there with every
/// window that uses it, and is narrowed when it leaves: once for all its windows, so that it is
/// also rounded but once. A word that stands in reach twice has one vector. A row that the thread
/// has a copy of, which is wide, is worked on there.
template <class Real>
class NarrowInput {
 public:
  static constexpr bool kWeighted = false;
  static constexpr bool kNarrow = true;

  NarrowInput(const ModelSettings& settings, const SharedParts<Real>& shared)
      : rows_(shared.input),
        kernels_(shared.kernels),
        mask_(WordsInReach(settings.window) - 1),
        places_(mask_ + 1),
        slots_(mask_ + 1),
        slot_rows_(mask_ + 1, kNoRow),
        vectors_(mask_ + 1, shared.input.stride()) {
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
      slots_[i].vector = vectors_.MutableRowData(RowId{i});
      free_.push_back(i);
    }
  }

  void ListRows(TokenId word, std::vector<RowId>& rows) const { rows.push_back(RowOf(word)); }

  /// What is rounded from here on depends on `seed`.
  void SeedRounding(std::uint64_t seed) { rounding_ = kernels::Rounding(seed); }

  void Begin(std::span<const TokenId> sentence) {
    sentence_ = sentence;
    entered_ = 0;
    left_ = 0;
  }

  void Approach(std::size_t at) {
    const RowId row = RowOf(sentence_[at]);
    Place& place = places_[at & mask_];
    if (Real* const copy = rows_.Copy(row)) {
      place = {copy, kNoSlot};
      return;
    }
    const std::uint32_t slot = SlotFor(row);
    ++slots_[slot].users;
    place = {slots_[slot].vector, slot};
  }

  /// They are asked for when the word approaches.
  void AddRowsToFetch(std::size_t /*at*/, base::RefilledList<const Real*>& /*rows*/) const {}

  void Enter(std::size_t end) {
    for (; entered_ < end; ++entered_) {
      const std::uint32_t number = places_[entered_ & mask_].slot;
      if (number == kNoSlot || slots_[number].filled) continue;
      Slot& slot = slots_[number];
      slot.filled = true;
      const kernels::NarrowPair* const narrow = slot.narrow;
      kernels_.widen({&narrow, &slot.vector, 1, stride()});
    }
  }

  void Leave(std::size_t end) {
    for (; left_ < end; ++left_) {
      const std::uint32_t number = places_[left_ & mask_].slot;
      if (number == kNoSlot || --slots_[number].users > 0) continue;
      Slot& slot = slots_[number];
      const Real* const vector = slot.vector;
      kernels_.narrow({&vector, &slot.narrow, 1, stride(), &rounding_});
      slot.filled = false;
      slot_rows_[number] = kNoRow;
      free_.push_back(number);
    }
  }

  Real* Vector(std::size_t at) const { return places_[at & mask_].vector; }
  /// Narrow rows are not claimed.
  void CountUses(std::size_t /*begin*/, std::size_t /*end*/) const {}
  static Real RowCount(std::size_t /*at*/) { return 1; }

  std::size_t stride() const { return rows_.stride(); }

 private:
  static constexpr std::uint32_t kNoSlot = ~std::uint32_t{0};
  static constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

  /// Of a word that is near.
  struct Place {
    Real* vector = nullptr;
    std::uint32_t slot = kNoSlot;  ///< none where the vector is a copy
  };
  /// A vector that near words of one row share.
  struct Slot {
    Real* vector = nullptr;
    kernels::NarrowPair* narrow = nullptr;
    std::uint32_t users = 0;
    bool filled = false;
  };

  /// The slot of the row; a free one where it has none, and then its row is asked for.
  std::uint32_t SlotFor(RowId row) {
    const auto wanted = static_cast<std::uint32_t>(row);
    std::uint32_t found = kNoSlot;
    // No way out of the loop: the compiler then looks at several at once.
    for (std::uint32_t i = 0; i < slot_rows_.size(); ++i) {
      if (slot_rows_[i] == wanted) found = i;
    }
    if (found != kNoSlot) return found;
    found = free_.back();
    free_.pop_back();
    slot_rows_[found] = wanted;
    slots_[found].narrow = rows_.Narrow(row);
    kernels::PrefetchRow(slots_[found].narrow, stride() / 2);
    return found;
  }

  matrix::SharedRows<Real> rows_;
  const kernels::Kernels<Real>& kernels_;
  std::span<const TokenId> sentence_;
  std::size_t entered_ = 0;
  std::size_t left_ = 0;
  std::size_t mask_;
  std::vector<Place>
      places_;  ///< a ring: of place i at i & mask_, from its approach until it leaves
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> slot_rows_;  ///< kNoRow where the slot is free
  std::vector<std::uint32_t> free_;
  BasicMatrix<Real> vectors_;
  kernels::Rounding rounding_;
};

}  // namespace firth::models
