#include "cooccurrence/tile_ranges.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace firth::cooccurrence {
namespace {

/// Words beside an occurrence that a row is foretold from: what matters is how rows compare.
constexpr double kBeside = 20;

/// Counts within an eighth of each other are taken together.
constexpr std::size_t kClasses = 65 * 8;

std::size_t ClassOf(std::uint64_t count) {
  const auto width = static_cast<unsigned>(std::bit_width(count));
  const std::uint64_t next_bits = width > 4 ? count >> (width - 4) & 7 : count << (4 - width) & 7;
  return width * 8 + next_bits;
}

/// How many columns a row of each class is foretold to have.
std::array<double, kClasses> ColumnsOfClasses(const std::vector<std::uint64_t>& counts,
                                              double words_beside) {
  std::array<double, kClasses> words{};
  std::array<double, kClasses> tokens{};
  double total = 0;
  for (const std::uint64_t count : counts) {
    words[ClassOf(count)] += 1;
    tokens[ClassOf(count)] += static_cast<double>(count);
    total += static_cast<double>(count);
  }
  std::array<double, kClasses> columns{};
  for (std::size_t row = 0; row < kClasses; ++row) {
    if (words[row] == 0) continue;
    const double beside = words_beside * tokens[row] / words[row];
    for (std::size_t column = 0; column < kClasses; ++column) {
      if (words[column] == 0) continue;
      const double times = beside * tokens[column] / words[column] / total;
      columns[row] += words[column] * (times / (1 + times));
    }
  }
  return columns;
}

std::vector<std::uint64_t> CountsOf(const Vocabulary& vocabulary) {
  std::vector<std::uint64_t> counts(vocabulary.size());
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    counts[i] = std::max<std::uint64_t>(1, Value(vocabulary.CountOf(TokenId{i})));
  }
  return counts;
}

}  // namespace

double ForetoldPairs(const Vocabulary& vocabulary, std::size_t beside) {
  const std::vector<std::uint64_t> counts = CountsOf(vocabulary);
  const auto columns = ColumnsOfClasses(counts, static_cast<double>(beside));
  double total = 0;
  for (const std::uint64_t count : counts) total += columns[ClassOf(count)];
  return total;
}

std::vector<WordRange> TileRanges(const Vocabulary& vocabulary, const TileShape& shape) {
  const std::vector<std::uint64_t> counts = CountsOf(vocabulary);
  const auto columns = ColumnsOfClasses(counts, kBeside);
  double total = 0;
  for (const std::uint64_t count : counts) total += columns[ClassOf(count)];
  const std::size_t most_words = std::clamp<std::size_t>(shape.most_words, 1, kMostRangeWords);
  const double share = total / static_cast<double>(std::max<std::size_t>(1, shape.least_side));

  std::vector<WordRange> ranges;
  WordRange range;
  double pairs = 0;  // foretold, of the range
  for (; range.end < counts.size(); ++range.end) {
    const double row = columns[ClassOf(counts[range.end])];
    const bool full = range.size() > 0 && pairs + row / 2 >= share;
    if (full || range.size() == most_words) {
      ranges.push_back(range);
      range.begin = range.end;
      pairs = 0;
    }
    pairs += row;
  }
  if (range.size() > 0) ranges.push_back(range);
  return ranges;
}

}  // namespace firth::cooccurrence
