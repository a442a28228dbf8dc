#include "cooccurrence/pair_tiles.h"

#include <algorithm>
#include <utility>

namespace firth::cooccurrence {

PairTiles::PairTiles(std::vector<WordRange> ranges, std::shared_ptr<const TempFile> file)
    : ranges_(std::move(ranges)), bands_(ranges_.size()), file_(std::move(file)) {
  for (Band& band : bands_) band.ends.assign(side(), 0);
}

std::uint64_t PairTiles::total() const {
  std::uint64_t sum = 0;
  for (const Band& band : bands_) sum += band.ends.back();
  return sum;
}

std::uint64_t PairTiles::largest() const {
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < side(); ++i) {
    for (std::size_t j = 0; j < side(); ++j) most = std::max(most, pairs(i, j));
  }
  return most;
}

std::span<const Pair> PairTiles::Read(std::size_t i, std::size_t j,
                                      std::vector<Pair>& buffer) const {
  const Band& band = bands_[i];
  const std::uint64_t count = pairs(i, j);
  const std::uint64_t begin = band.ends[j] - count;
  if (!band.in_file) return band.pairs.As<const Pair>().subspan(begin, count);
  buffer.resize(count);
  file_->Read(band.offset + begin * sizeof(Pair), std::as_writable_bytes(std::span(buffer)));
  return buffer;
}

std::uint64_t PairTiles::MemoryBytes() const {
  std::uint64_t bytes = side() * side() * sizeof(std::uint64_t);
  for (const Band& band : bands_) bytes += band.pairs.size();
  return bytes;
}

std::uint64_t PairTiles::FileBytes() const {
  std::uint64_t bytes = 0;
  for (const Band& band : bands_) {
    if (band.in_file) bytes += band.ends.back() * sizeof(Pair);
  }
  return bytes;
}

void PairTiles::SetInMemory(std::size_t i, std::vector<std::uint64_t> ends, base::Pages pairs) {
  bands_[i].ends = std::move(ends);
  bands_[i].pairs = std::move(pairs);
}

void PairTiles::SetElsewhere(std::size_t i, std::vector<std::uint64_t> ends) {
  bands_[i].ends = std::move(ends);
}

void PairTiles::SetInFile(std::size_t i, std::vector<std::uint64_t> ends, std::uint64_t offset) {
  bands_[i].ends = std::move(ends);
  bands_[i].offset = offset;
  bands_[i].in_file = true;
}

}  // namespace firth::cooccurrence
