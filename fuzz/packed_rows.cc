/// Rows in a message of another rank. The input is a byte for how many rows the list has, one for
/// their columns and how numbers travel, and the message: what is read is packed again to the same
/// rows.
#include "train/ranks/packed_rows.h"

#include <string>
#include <string_view>
#include <vector>

#include "fuzz_reader.h"

namespace {

using firth::WireFormat;
using firth::train::MessageReader;

/// The rows of a message that is whole, one text each; none is empty but those that are not there.
std::vector<std::string> Rows(std::string_view message, std::size_t rows, std::size_t columns,
                              WireFormat wire) {
  MessageReader reader(message);
  firth::train::RowUnpacker unpacker(reader, rows, columns, wire);
  std::vector<std::string> all(rows);
  for (std::string& row : all) {
    if (const char* const numbers = unpacker.Next())
      row.assign(numbers, columns * firth::train::BytesOf(wire));
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t rows = data[0];
  const std::size_t columns = 1 + data[1] / 2;
  const WireFormat wire = data[1] % 2 == 0 ? WireFormat::kFloat : WireFormat::kBf16;
  const std::string_view message(reinterpret_cast<const char*>(data + 2), size - 2);
  try {
    const auto read = Rows(message, rows, columns, wire);
    std::string again;
    firth::train::RowPacker packer(again, rows, columns, wire);
    std::vector<float> numbers(columns);
    for (const std::string& row : read) {
      if (row.empty()) {
        packer.Skip();
        continue;
      }
      firth::train::ReadNumbers(row.data(), numbers.data(), columns, wire);
      packer.Put(numbers.data());
    }
    const auto twice = Rows(again, rows, columns, wire);
    for (std::size_t i = 0; i < rows; ++i) {
      // A NaN becomes infinite on its way.
      firth::fuzz::Require(read[i].empty() == twice[i].empty());
      firth::fuzz::Require(wire == WireFormat::kBf16 || read[i] == twice[i]);
    }
  } catch (const firth::Error&) {
  }
  return 0;
}
