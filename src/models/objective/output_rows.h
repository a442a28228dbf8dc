/// Where the rows of the output matrix are that a window has chosen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/refilled_list.h"
#include "firth/matrix.h"
#include "firth/types.h"
#include "kernels/prefetch.h"
#include "matrix/shared_rows.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// A chosen row is its address: the step works on it where it stands.
template <class Real>
class OutputsInPlace {
 public:
  static constexpr bool kNarrow = false;
  using Choice = Real*;

  OutputsInPlace(const SharedParts<Real>& shared, std::size_t /*most*/) : rows_(shared.output) {}

  const matrix::SharedRows<Real>& rows() const { return rows_; }
  static base::RefilledList<Real*>& Choices(PreparedWindow<Real>& window) { return window.outputs; }
  Choice Choose(RowId row) const { return rows_.Row(row); }

 private:
  matrix::SharedRows<Real> rows_;
};

/// A chosen row is its number: it is widened before the window's step, and narrowed after it. One
/// that the thread has a copy of, which is wide, is worked on there.
template <class Real>
class NarrowOutputs {
 public:
  static constexpr bool kNarrow = true;
  using Choice = RowId;

  /// At most `most` rows a window.
  NarrowOutputs(const SharedParts<Real>& shared, std::size_t most)
      : rows_(shared.output), kernels_(shared.kernels), vectors_(most, shared.output.stride()) {
    narrow_.reserve(most);
    wide_.reserve(most);
  }

  const matrix::SharedRows<Real>& rows() const { return rows_; }
  static base::RefilledList<RowId>& Choices(PreparedWindow<Real>& window) {
    return window.output_rows;
  }

  Choice Choose(RowId row) const {
    if (rows_.Copy(row) == nullptr) kernels::PrefetchRow(rows_.Narrow(row), rows_.stride() / 2);
    return row;
  }

  /// What is rounded from here on depends on `seed`.
  void SeedRounding(std::uint64_t seed) { rounding_ = kernels::Rounding(seed); }

  /// The window's outputs become vectors that a step may move, until Close.
  void Open(PreparedWindow<Real>& window) {
    window.outputs.SetSize(window.output_rows.size());
    narrow_.clear();
    wide_.clear();
    for (std::size_t i = 0; i < window.output_rows.size(); ++i) {
      const RowId row = window.output_rows[i];
      Real*& vector = window.outputs[i];
      vector = rows_.Copy(row);
      if (vector != nullptr) continue;
      vector = vectors_.MutableRowData(RowId{static_cast<std::uint32_t>(wide_.size())});
      narrow_.push_back(rows_.Narrow(row));
      wide_.push_back(vector);
    }
    kernels_.widen({narrow_.data(), wide_.data(), wide_.size(), rows_.stride()});
  }

  void Close() {
    kernels_.narrow({wide_.data(), narrow_.data(), wide_.size(), rows_.stride(), &rounding_});
  }

 private:
  matrix::SharedRows<Real> rows_;
  const kernels::Kernels<Real>& kernels_;
  BasicMatrix<Real> vectors_;
  std::vector<kernels::NarrowPair*> narrow_;  ///< of the open window
  std::vector<Real*> wide_;
  kernels::Rounding rounding_;
};

}  // namespace firth::models
