/// Records of pairs, of any content: refused, or tiles whose every pair is a cell of the matrix, in
/// order, whatever memory there was. The first byte says how many words there are, the second how
/// much memory.
#include <cmath>

#include "cooccurrence/read_cooccurrences.h"
#include "fuzz_reader.h"

namespace {

using firth::cooccurrence::Pair;
using firth::cooccurrence::PairTiles;
using firth::fuzz::Require;

void Touch(const PairTiles& tiles) {
  std::vector<Pair> buffer;
  for (std::size_t i = 0; i < tiles.side(); ++i) {
    for (std::size_t j = 0; j < tiles.side(); ++j) {
      std::uint64_t before = 0;
      for (const Pair& pair : tiles.Read(i, j, buffer)) {
        Require(pair.row < tiles.Rows(i).size() && pair.column < tiles.Rows(j).size());
        Require(std::isfinite(pair.count) && pair.count > 0);
        const std::uint64_t cell = (std::uint64_t{pair.row} << 16 | pair.column) + 1;
        Require(cell > before);
        before = cell;
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  firth::Vocabulary vocabulary;
  for (int i = 0; i < data[0]; ++i) vocabulary.Add(std::to_string(i), firth::Count{1});
  const firth::cooccurrence::PairMemory memory{std::uint64_t{data[1]} * 16,
                                               std::uint64_t{data[1]} * 8};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  try {
    const firth::cooccurrence::RecordFile file({bytes, "fuzz", nullptr});
    const auto tiles =
        firth::cooccurrence::ReadCooccurrences(file, vocabulary, {.least_side = 3}, memory, 1);
    if (tiles) Touch(*tiles);
  } catch (const firth::Error&) {
  }
  return 0;
}
