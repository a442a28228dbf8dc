#include "nn/occurrences.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <utility>

namespace firth::nn {
namespace {

constexpr unsigned kRowShift = 32;
constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
/// Below this a comparison sort is faster than counting digits.
constexpr std::size_t kFew = 256;

/// One pass of a least-significant-digit radix sort; it keeps the order of equals.
void SortByDigit(std::span<const RowAtPlace> from, std::span<RowAtPlace> to, unsigned shift) {
  const auto digit = [shift](RowAtPlace x) { return x >> shift & (kDigits - 1); };
  std::array<std::uint32_t, kDigits> next{};
  for (const RowAtPlace x : from) ++next[digit(x)];
  std::exclusive_scan(next.begin(), next.end(), next.begin(), std::uint32_t{0});
  for (const RowAtPlace x : from) to[next[digit(x)]++] = x;
}

void SortByRow(std::vector<RowAtPlace>& used) {
  if (used.size() < kFew) {
    std::ranges::sort(used);  // places break ties: the order of the batch
    return;
  }
  const unsigned end = static_cast<unsigned>(std::bit_width(std::ranges::max(used)));
  std::vector<RowAtPlace> other(used.size());
  for (unsigned shift = kRowShift; shift < end; shift += kDigitBits) {
    SortByDigit(used, other, shift);
    std::swap(used, other);
  }
}

}  // namespace

Occurrences GroupByRow(std::vector<RowAtPlace> used) {
  SortByRow(used);
  Occurrences found;
  found.places.reserve(used.size());
  found.rows.reserve(used.size());
  found.starts.reserve(used.size() + 1);
  for (const RowAtPlace x : used) {
    const RowId row{static_cast<std::uint32_t>(x >> kRowShift)};
    if (found.rows.empty() || found.rows.back() != row) {
      found.rows.push_back(row);
      found.starts.push_back(static_cast<std::uint32_t>(found.places.size()));
    }
    found.places.push_back(static_cast<std::uint32_t>(x));
  }
  found.starts.push_back(static_cast<std::uint32_t>(found.places.size()));
  return found;
}

}  // namespace firth::nn
