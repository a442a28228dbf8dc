/// One row a word.
#pragma once

#include <vector>

#include "firth/types.h"
#include "matrix/shared_rows.h"

namespace firth::models {

template <class Real>
class WordInput {
 public:
  explicit WordInput(matrix::SharedRows<Real> rows) : rows_(rows) {}

  /// Adds the rows that stand for `word`.
  static void ListRows(TokenId word, std::vector<RowId>& rows) { rows.push_back(RowOf(word)); }

  Real* Row(TokenId word) const { return rows_.Row(RowOf(word)); }
  std::size_t stride() const { return rows_.stride(); }

 private:
  matrix::SharedRows<Real> rows_;
};

}  // namespace firth::models
