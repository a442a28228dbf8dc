/// The rows of a model as they are stored while it is trained.
#pragma once

#include <cstddef>
#include <cstdint>

#include "firth/matrix.h"
#include "firth/word_vectors.h"
#include "kernels/kernels.h"
#include "matrix/narrow_matrix.h"
#include "matrix/shared_rows.h"
#include "train/narrow_model.h"

namespace firth::train {

/// Room for one row that is stored narrow, and how it is rounded.
struct RowScratch {
  Matrix row;
  kernels::Rounding rounding;
};

/// The rows of one matrix, whole or narrow, for who reads and writes single ones. What it names
/// must outlive it.
class StoredRows {
 public:
  explicit StoredRows(Matrix& matrix) : matrix_(&matrix) {}
  StoredRows(matrix::NarrowMatrix& matrix, const kernels::Kernels<float>& kernels)
      : narrow_(&matrix), kernels_(&kernels) {}

  std::size_t rows() const { return narrow_ != nullptr ? narrow_->rows() : matrix_->rows(); }
  std::size_t columns() const {
    return narrow_ != nullptr ? narrow_->columns() : matrix_->columns();
  }

  matrix::SharedRows<float> Rows() const {
    if (narrow_ != nullptr) return matrix::SharedRows<float>(*narrow_);
    return matrix::SharedRows<float>(*matrix_);
  }
  /// The first rows are those of `copies`.
  matrix::SharedRows<float> Rows(Matrix& copies) const {
    if (narrow_ != nullptr) return {*narrow_, copies};
    return {*matrix_, copies};
  }

  /// What is rounded with it depends on `seed`.
  RowScratch MakeScratch(std::uint64_t seed) const {
    return {Matrix(narrow_ != nullptr ? 1 : 0, columns()), kernels::Rounding(seed)};
  }

  /// The row, whole, in place or in `scratch`: what is written there is stored at Close.
  float* Open(RowId row, RowScratch& scratch) const {
    if (narrow_ == nullptr) return matrix_->MutableRowData(row);
    float* const wide = scratch.row.MutableRowData(RowId{0});
    narrow_->Read(*kernels_, row, wide);
    return wide;
  }
  /// True when the row was rounded: what Open gave is then what it was rounded to.
  bool Close(RowId row, RowScratch& scratch) const {
    if (narrow_ == nullptr) return false;
    float* const wide = scratch.row.MutableRowData(RowId{0});
    narrow_->Write(*kernels_, row, wide, scratch.rounding);
    narrow_->Read(*kernels_, row, wide);
    return true;
  }

 private:
  Matrix* matrix_ = nullptr;
  matrix::NarrowMatrix* narrow_ = nullptr;
  const kernels::Kernels<float>* kernels_ = nullptr;
};

/// Those of both matrices.
struct ModelRows {
  /// Of `narrow`, or, where it is null, of the model itself.
  ModelRows(TrainedModel& model, NarrowModel* narrow)
      : input(narrow != nullptr ? StoredRows(narrow->input(), narrow->table())
                                : StoredRows(model.input)),
        output(narrow != nullptr ? StoredRows(narrow->output(), narrow->table())
                                 : StoredRows(model.output)) {}

  StoredRows input;
  StoredRows output;
};

}  // namespace firth::train
