/// Rows that several threads train at once.
#pragma once

#include "firth/matrix.h"
#include "matrix/narrow_matrix.h"
#include "matrix/row_claim.h"

namespace firth::matrix {

/// The one type through which threads update the same rows without locks (Hogwild: Niu, Recht, Re,
/// Wright 2011, arXiv 1106.5730).
///
/// What holds: a row may change while it is read, so that a reader sees some numbers from before
/// and some from after another thread's step; two steps on one row at one time may lose part of
/// one of them. A number is always one that some thread wrote, since aligned 4-byte stores are
/// whole on every processor that firth runs on. Steps touch few rows among many and each moves them
/// little, so training converges all the same, but not to the same bytes from run to run. The
/// matrix must outlive this and must not move while threads work; reading it after they have been
/// joined is safe. In the language's terms these are data races, meant so; a build with
/// FIRTH_ATOMIC_ROWS makes every access a relaxed atomic, so that the thread sanitizer finds races
/// anywhere else.
///
/// Of a NarrowMatrix rows are taken out and put back whole: of two threads that have one row out at
/// one time, the one that puts it back last is the one that moved it.
///
/// The first rows may be this thread's own copies of the matrix's: then the above holds for the
/// others, and whoever made the copies merges them. With a claim none of it holds: no row is then
/// used by two threads at once.
template <class Real>
class SharedRows {
 public:
  /// REQUIRES: matrix.writable(), rows padded.
  explicit SharedRows(BasicMatrix<Real>& matrix)
      : data_(matrix.MutableRowData(RowId{0})), stride_(matrix.stride()) {}
  /// The first rows are those of `copies`. REQUIRES: as many columns as the matrix has.
  SharedRows(BasicMatrix<Real>& matrix, BasicMatrix<Real>& copies) : SharedRows(matrix) {
    SetCopies(copies);
  }

  /// The first rows are those of `copies`, the others those of `claim`, which must outlive this.
  SharedRows(BasicMatrix<Real>& matrix, BasicMatrix<Real>& copies, RowClaim<Real>& claim)
      : SharedRows(matrix, copies) {
    claim_ = &claim;
  }

  explicit SharedRows(NarrowMatrix& matrix)
      : data_(nullptr), stride_(matrix.stride()), narrow_(matrix.MutableRowData(RowId{0})) {}
  /// The first rows are those of `copies`, whole numbers. REQUIRES: as many columns as the matrix
  /// has.
  SharedRows(NarrowMatrix& matrix, BasicMatrix<Real>& copies) : SharedRows(matrix) {
    SetCopies(copies);
  }

  /// Whether rows that are not copied are narrow: then Copy and Narrow are the way to a row.
  bool IsNarrow() const { return narrow_ != nullptr; }
  /// The copy of a row; null where it has none.
  Real* Copy(RowId row) const {
    return Index(row) < copied_ ? copies_ + Index(row) * stride_ : nullptr;
  }
  /// REQUIRES: IsNarrow().
  kernels::NarrowPair* Narrow(RowId row) const { return narrow_ + Index(row) * (stride_ / 2); }

  /// A row, to be used once. REQUIRES: !IsNarrow().
  Real* Row(RowId row) const {
    CountUse(row);
    return Address(row);
  }
  /// Whether a claim says which rows may be used, and counts the uses of copies.
  bool IsClaimed() const { return claim_ != nullptr; }
  /// For who keeps a row's address: each use of the row.
  void CountUse(RowId row) const {
    if (claim_ != nullptr && Index(row) < copied_) claim_->CountUse(row);
  }
  /// The row that may be used though nobody asked for it: this one, or with a claim one near it.
  RowId NearestFree(RowId row) const {
    const bool claimed = claim_ != nullptr && Index(row) >= copied_;
    return claimed ? claim_->NearestInPlace(row) : row;
  }
  /// One row in so many, of those that are not copied, is free.
  std::uint32_t shares() const { return claim_ == nullptr ? 1 : claim_->shares(); }
  /// A row's place, for who keeps it for several uses and tells of each, by CountUse or, of all
  /// rows at once, CountUseOfAll.
  Real* Address(RowId row) const {
    if (Index(row) < copied_) return copies_ + Index(row) * stride_;
    return claim_ == nullptr ? data_ + Index(row) * stride_ : claim_->Row(row);
  }
  void CountUseOfAll() const {
    if (claim_ != nullptr) claim_->CountUseOfAll();
  }
  /// Numbers in a padded row.
  std::size_t stride() const { return stride_; }

 private:
  void SetCopies(BasicMatrix<Real>& copies) {
    if (copies.rows() == 0) return;
    copies_ = copies.MutableRowData(RowId{0});
    copied_ = copies.rows();
  }

  Real* data_;
  std::size_t stride_;
  Real* copies_ = nullptr;
  std::size_t copied_ = 0;
  RowClaim<Real>* claim_ = nullptr;
  kernels::NarrowPair* narrow_ = nullptr;
};

}  // namespace firth::matrix
