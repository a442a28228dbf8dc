/// Which rows a thread may write so that no two threads ever write, or read, one row at one time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "firth/matrix.h"

namespace firth::matrix {

/// A thread's claim to rows from `first` on, while others hold the other claims to the same matrix.
///
/// Row i stands in the share i mod `shares`. Rows of the thread's own share are worked on where
/// they are; of the others, those that it asked for are copied first and worked on aside. What the
/// rows set aside have moved by is for the holder to add up once all are done (train::LaneRows).
/// It also counts how often the rows before `first`, which the thread has copies of, are used.
/// Not thread-safe; claims of different threads may be used at once, as long as they hold different
/// shares and no rows are set aside meanwhile.
template <class Real>
class RowClaim {
 public:
  /// REQUIRES: shares a power of two; no row, or at least `shares` of them, from `first` on.
  RowClaim(BasicMatrix<Real>& matrix, std::size_t first, std::uint32_t shares)
      : matrix_(&matrix),
        first_(first),
        mask_(shares - 1),
        slots_(matrix.rows() - first),
        uses_(first) {}

  /// Begins anew: nothing is set aside, and the own share is `share` < shares.
  void Clear(std::uint32_t share) {
    for (const RowId row : aside_) slots_[Index(row) - first_] = 0;
    aside_.clear();
    std::ranges::fill(uses_, 0);
    uses_of_all_ = 0;
    share_ = share;
  }

  bool IsInPlace(RowId row) const { return (Index(row) & mask_) == share_; }
  std::uint32_t shares() const { return mask_ + 1; }

  /// Copies the row, unless it needs none or has one. Rows got from Row before are lost.
  void SetAside(RowId row) {
    if (Index(row) < first_ || IsInPlace(row) || slots_[Index(row) - first_] != 0) return;
    aside_.push_back(row);
    slots_[Index(row) - first_] = static_cast<std::uint32_t>(aside_.size());
    if (aside_.size() > copies_.rows()) Grow();
    const RowId slot{static_cast<std::uint32_t>(aside_.size() - 1)};
    const Real* const from = matrix_->MutableRowData(row);
    std::copy_n(from, copies_.stride(), copies_.MutableRowData(slot));
    std::copy_n(from, copies_.stride(), origins_.MutableRowData(slot));
  }

  /// REQUIRES: row >= first, in place or set aside.
  Real* Row(RowId row) {
    if (IsInPlace(row)) return matrix_->MutableRowData(row);
    return copies_.MutableRowData(RowId{slots_[Index(row) - first_] - 1});
  }

  /// The nearest row that is worked on in place.
  RowId NearestInPlace(RowId row) const {
    std::size_t nearest = (Index(row) & ~std::size_t{mask_}) + share_;
    if (nearest < first_) nearest += mask_ + 1;
    if (nearest >= matrix_->rows()) nearest -= mask_ + 1;
    return RowId{static_cast<std::uint32_t>(nearest)};
  }

  /// Counts a use of a row before `first`, or of all rows.
  void CountUse(RowId row) { ++uses_[Index(row)]; }
  void CountUseOfAll() { ++uses_of_all_; }
  /// How often a row before `first` was used since Clear, or ForgetUses.
  std::uint64_t Uses(RowId row) const {
    return static_cast<std::uint64_t>(uses_[Index(row)] + uses_of_all_);
  }
  void ForgetUses(RowId row) { uses_[Index(row)] = -uses_of_all_; }

  /// The rows set aside, in order of their asking.
  const std::vector<RowId>& aside() const { return aside_; }
  /// The copy of aside()[i] and the row as it was copied.
  const Real* Copy(std::size_t i) const { return copies_.view().RowData(Slot(i)); }
  const Real* Origin(std::size_t i) const { return origins_.view().RowData(Slot(i)); }

 private:
  static RowId Slot(std::size_t i) { return RowId{static_cast<std::uint32_t>(i)}; }

  void Grow() {
    constexpr std::size_t kLeast = 256;
    const std::size_t rows = std::max(kLeast, copies_.rows() + copies_.rows() / 2);
    for (auto* matrix : {&copies_, &origins_}) {
      BasicMatrix<Real> larger(rows, matrix_->columns());
      const std::size_t numbers = matrix->rows() * matrix->stride();
      if (numbers > 0) std::copy_n(matrix->view().data, numbers, larger.MutableRowData(RowId{0}));
      *matrix = std::move(larger);
    }
  }

  BasicMatrix<Real>* matrix_;
  std::size_t first_;
  std::uint32_t mask_;
  std::uint32_t share_ = 0;
  std::vector<RowId> aside_;
  std::vector<std::uint32_t> slots_;  ///< of row first + i: its number in aside_ and 1; 0: none
  /// Uses of each row before first_ alone, less the uses of all rows that were forgotten with them:
  /// to be added to uses_of_all_, and below zero until the row is used again.
  std::vector<std::int64_t> uses_;
  std::int64_t uses_of_all_ = 0;
  BasicMatrix<Real> copies_;
  BasicMatrix<Real> origins_;
};

}  // namespace firth::matrix
