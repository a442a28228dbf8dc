#include "cooccurrence/row_code.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "firth/error.h"

namespace firth::cooccurrence {
namespace {

void AppendNumber(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<char>(number));
}

[[noreturn]] void ThrowNoRows() {
  throw Error(ErrorKind::kFormat, "counts of pairs on their way were cut short or changed");
}

/// Takes numbers off the front of bytes that AppendNumber wrote.
class NumberReader {
 public:
  explicit NumberReader(std::string_view text)
      : at_(text.data()), end_(text.data() + text.size()) {}

  bool empty() const { return at_ == end_; }
  std::uint64_t Take() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      number |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return number;
    }
    ThrowNoRows();
  }

 private:
  const char* at_;
  const char* end_;
};

void AddRow(NumberReader& text, std::size_t words, RowSums::Adder<std::uint64_t>& adder) {
  std::uint64_t column = 0;
  for (std::uint64_t cells = text.Take(); cells > 0; --cells) {
    column += text.Take();
    const std::uint64_t sum = text.Take();
    if (column >= words || sum == 0) ThrowNoRows();
    adder.Add(static_cast<std::uint32_t>(column), sum);
  }
}

}  // namespace

void AppendRows(const RowBlock& rows, std::string& out) {
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::size_t begin = rows.BeginOf(row);
    AppendNumber(out, rows.ends[row] - begin);
    std::uint32_t before = 0;
    for (std::size_t at = begin; at < rows.ends[row]; ++at) {
      AppendNumber(out, rows.columns[at] - before);
      AppendNumber(out, rows.sums[at]);
      before = rows.columns[at];
    }
  }
}

void AddUpRows(std::span<const std::string_view> texts, RowSums& sums, RowBlock& out) {
  std::vector<NumberReader> readers(texts.begin(), texts.end());
  out.Clear();
  RowSums::Adder<std::uint64_t> adder(sums);
  while (!std::ranges::all_of(readers, &NumberReader::empty)) {
    for (NumberReader& reader : readers) AddRow(reader, sums.words(), adder);
    sums.TakeRow<std::uint64_t>(out);
  }
}

}  // namespace firth::cooccurrence
