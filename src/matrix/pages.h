/// Which pages of memory a matrix takes.
#pragma once

#include "firth/matrix.h"

namespace firth::matrix {

/// From row `first` on the matrix takes small pages, and a page when a row on it is first written:
/// for rows of which many stay zero. Otherwise it may take large ones, whole, which are faster to
/// find. Does nothing where the system has no such choice. REQUIRES: matrix.writable(), and that
/// none of these rows was written.
void TakeSmallPages(Matrix& matrix, std::size_t first);

}  // namespace firth::matrix
