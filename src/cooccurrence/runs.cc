#include "cooccurrence/runs.h"

#include <algorithm>

namespace firth::cooccurrence {
namespace {

void AppendNumber(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<char>(number));
}

/// Takes a number off the front of bytes that AppendNumber wrote.
std::uint64_t TakeNumber(const char*& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*bytes++);
    number |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return number;
  }
}

void Append(const RowBlock& rows, std::string& out) {
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

void AddRow(const char*& bytes, RowSums::Adder<std::uint64_t>& adder) {
  std::uint32_t column = 0;
  for (std::uint64_t cells = TakeNumber(bytes); cells > 0; --cells) {
    column += static_cast<std::uint32_t>(TakeNumber(bytes));
    adder.Add(column, TakeNumber(bytes));
  }
}

}  // namespace

void Runs::Put(std::size_t group, const RowBlock& rows, std::string& scratch) {
  scratch.clear();
  Append(rows, scratch);
  const std::uint64_t offset = file_->Append(std::as_bytes(std::span<const char>(scratch)));
  runs_.back()[group] = {offset, scratch.size()};
}

void Runs::Count(std::size_t group, RowSums& sums, RowBlock& out) const {
  std::vector<std::string> texts;
  std::vector<const char*> next;
  for (const auto& run : runs_) {
    std::string& text = texts.emplace_back(run[group].bytes, '\0');
    file_->Read(run[group].offset, std::as_writable_bytes(std::span(text)));
  }
  std::size_t left = 0;  // bytes
  for (const std::string& text : texts) {
    next.push_back(text.data());
    left += text.size();
  }
  out.Clear();
  RowSums::Adder<std::uint64_t> adder(sums);
  while (left > 0) {
    for (const char*& bytes : next) {
      const char* begin = bytes;
      AddRow(bytes, adder);
      left -= static_cast<std::size_t>(bytes - begin);
    }
    sums.TakeRow<std::uint64_t>(out);
  }
}

}  // namespace firth::cooccurrence
