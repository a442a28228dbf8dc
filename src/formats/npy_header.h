/// The header of a NumPy array file (.npy): a magic, a version, and a Python dictionary as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "formats/source.h"

namespace firth::formats {

inline constexpr char kNpyMagic[] = "\x93NUMPY";

struct NpyHeader {
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  std::size_t data_start = 0;  ///< bytes from the start of the file
};

/// Versions 1 to 3. Only a matrix of little-endian float32, row by row, that fills the rest of the
/// file exactly: another type, Fortran order, another number of dimensions or a shape that does not
/// fit the file's size is an Error(kFormat) that says what to do in NumPy.
NpyHeader ParseNpyHeader(const Source& source);

/// The very bytes that numpy.save writes before such a matrix: version 1, room in the dictionary
/// for the first dimension to grow to 21 digits, blanks up to a multiple of 64.
std::string MakeNpyHeader(std::uint64_t rows, std::uint64_t columns);

}  // namespace firth::formats
