/// A matrix in a file, for what the memory need not hold.
#pragma once

#include <cstddef>
#include <string>

#include "firth/matrix.h"

namespace firth::matrix {

/// A dense, writable matrix of zeros in a file that has no name from the moment it is open: the
/// system keeps in memory what it has room for. In `folder`; empty: the system's folder for
/// temporary files. Throws Error: kNotFound (no such folder), kIo.
Matrix FileMatrix(std::size_t rows, std::size_t columns, const std::string& folder = {});

/// The memory that holds a FileMatrix may be taken for other things, until it is used again: what
/// it holds stays in the file. REQUIRES: `matrix` is one; no other thread uses it.
void LetGo(Matrix& matrix);

}  // namespace firth::matrix
