/// Which rows the ranks exchange, and when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace firth::train {

/// Rows [begin, end) of both matrices.
struct RowRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// The most used rows go in every exchange. Each further doubling of rows is used about half as
/// often (Zipf), so that one half, one quarter ... of its rows goes, another part each time: every
/// exchange takes about as many rows as any other, and each row goes after about as many uses.
class ExchangePlan {
 public:
  /// Rows are told apart in runs of so many: all ranges begin at a multiple.
  static constexpr std::size_t kRun = 64;
  static constexpr std::size_t kMostUsed = 256;

  /// `words` rows ordered by frequency, behind them others, up to `rows`, whose places tell
  /// nothing. No row waits for more than `longest` > 0 exchanges.
  ExchangePlan(std::size_t words, std::size_t rows, std::uint64_t longest);

  /// The rows of an exchange, by its number from 0; ascending, and none twice.
  std::vector<RowRange> Due(std::uint64_t exchange) const;
  /// In one of how many exchanges a row is.
  std::uint64_t PeriodOf(std::size_t row) const;
  /// All rows, in portions of no more than `portion` rows.
  std::vector<RowRange> All(std::size_t portion) const;

 private:
  /// Rows of which one in `period` goes in each exchange.
  struct Level {
    RowRange rows;
    std::uint64_t period;
  };

  std::vector<Level> levels_;
  std::size_t rows_;
};

}  // namespace firth::train
