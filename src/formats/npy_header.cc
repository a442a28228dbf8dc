#include "formats/npy_header.h"

#include <fmt/format.h>

#include <vector>

#include "base/little_endian.h"
#include "firth/types.h"
#include "formats/header.h"
#include "formats/npy_dictionary.h"

namespace firth::formats {
namespace {

constexpr std::size_t kMagicBytes = sizeof(kNpyMagic) - 1;
constexpr std::size_t kVersionEnd = kMagicBytes + 2;
constexpr std::size_t kAlignment = 64;
/// numpy.lib.format's GROWTH_AXIS_MAX_DIGITS.
constexpr std::size_t kGrowthDigits = 21;

/// Where the dictionary begins and how long it is.
struct Extent {
  std::size_t begin;
  std::size_t length;
};

Extent FindDictionary(const Source& source) {
  const std::string_view bytes = source.bytes;
  const int version = bytes.size() < kVersionEnd ? 0 : bytes[kMagicBytes];
  if (!bytes.starts_with(kNpyMagic) || version < 1 || version > 3) {
    Fail(source, "is not a NumPy array of version 1, 2 or 3");
  }
  const std::size_t begin = kVersionEnd + (version == 1 ? 2 : 4);
  if (bytes.size() < begin) Fail(source, "is cut short: its header is missing");
  const char* length = bytes.data() + kVersionEnd;
  const Extent extent{begin, version == 1 ? base::LoadLittleEndian<std::uint16_t>(length)
                                          : base::LoadLittleEndian<std::uint32_t>(length)};
  if (extent.length > bytes.size() - begin) Fail(source, "is cut short: its header is incomplete");
  return extent;
}

std::string ShapeText(const std::vector<std::uint64_t>& shape) {
  return fmt::format("({})", fmt::join(shape, ", "));
}

void CheckType(const Source& source, const NpyDictionary& dictionary) {
  if (dictionary.descr.empty()) Fail(source, "is an array of records, not of float32");
  if (dictionary.descr == "|O") {
    Fail(source, "holds Python objects, which can run code and are not read");
  }
  if (dictionary.descr != "<f4") {
    Fail(source, fmt::format("holds numbers of type {}, not float32: save "
                             "array.astype('<f4') instead",
                             Quoted(dictionary.descr)));
  }
  if (dictionary.fortran_order) {
    Fail(source,
         "is stored column by column (Fortran order): save numpy.ascontiguousarray(array) instead");
  }
}

void CheckShape(const Source& source, const std::vector<std::uint64_t>& shape, std::size_t room) {
  if (shape.size() != 2) {
    Fail(source, fmt::format("has the shape {}: vectors are a matrix, a row for each word",
                             ShapeText(shape)));
  }
  if (shape[1] == 0 || shape[1] > kMaxDim || shape[0] > kMaxTokens) {
    Fail(source, fmt::format("has the shape {}, which cannot be used", ShapeText(shape)));
  }
  if (shape[0] * shape[1] * sizeof(float) != room) {
    Fail(source, fmt::format("has the shape {}, but {} follow: the file is cut short, or its "
                             "header is wrong",
                             ShapeText(shape), Counted(room, "byte")));
  }
}

}  // namespace

NpyHeader ParseNpyHeader(const Source& source) {
  const Extent extent = FindDictionary(source);
  const auto dictionary = ParseNpyDictionary(source.bytes.substr(extent.begin, extent.length));
  if (!dictionary) Fail(source, "has a header that NumPy would not have written");
  CheckType(source, *dictionary);
  const std::size_t data_start = extent.begin + extent.length;
  CheckShape(source, dictionary->shape, source.bytes.size() - data_start);
  return {dictionary->shape[0], dictionary->shape[1], data_start};
}

std::string MakeNpyHeader(std::uint64_t rows, std::uint64_t columns) {
  std::string text =
      fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
  text.append(kGrowthDigits - std::to_string(rows).size(), ' ');
  constexpr std::size_t kBegin = kVersionEnd + 2;
  const std::size_t end = (kBegin + text.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
  text.append(end - kBegin - text.size() - 1, ' ');
  text += '\n';
  std::string header(kNpyMagic);
  header += {'\x01', '\x00'};
  base::AppendLittleEndian(header, static_cast<std::uint16_t>(text.size()));
  return header + text;
}

}  // namespace firth::formats
