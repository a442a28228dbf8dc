/// One row a word.
#pragma once

#include "firth/types.h"
#include "matrix/shared_rows.h"

namespace firth::models {

template <class Real>
class WordInput {
 public:
  explicit WordInput(matrix::SharedRows<Real> rows) : rows_(rows) {}

  Real* Row(TokenId word) const { return rows_.Row(RowOf(word)); }
  std::size_t stride() const { return rows_.stride(); }

 private:
  matrix::SharedRows<Real> rows_;
};

}  // namespace firth::models
