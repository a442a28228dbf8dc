#include "cooccurrence/chunk_rows.h"

#include <limits>
#include <vector>

#include "kernels/prefetch.h"

namespace firth::cooccurrence {
namespace {

/// Places of a word lie far apart: the text around one is on its way while others are looked at.
constexpr std::size_t kPlacesAhead = 12;

/// Adds the words at first, first + step, ... until the window or the sentence ends.
template <class Sum>
void AddSide(const std::uint32_t* first, std::ptrdiff_t step, std::span<const Sum> weights,
             RowSums::Adder<Sum>& adder) {
  const std::uint32_t* at = first;
  for (const Sum weight : weights) {
    if (*at == TokenChunk::kEnd) return;
    adder.Add(*at, weight);
    at += step;
  }
}

}  // namespace

template <class Sum>
void ChunkRows::CountRow(std::span<const std::uint32_t> places, RowSums& sums,
                         RowBlock& out) const {
  const std::vector<Sum> weights(unit_.weights(), unit_.weights() + unit_.window());
  const std::uint32_t* ids = chunk_.ids();
  RowSums::Adder<Sum> adder(sums);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i + kPlacesAhead < places.size()) __builtin_prefetch(ids + places[i + kPlacesAhead]);
    const std::uint32_t* place = ids + places[i];
    AddSide<Sum>(place + 1, 1, weights, adder);
    if (symmetric_) AddSide<Sum>(place - 1, -1, weights, adder);
  }
  sums.TakeRow<Sum>(out);
}

void ChunkRows::Count(std::size_t group, RowSums& sums, RowBlock& out) const {
  out.Clear();
  const WordRange rows = groups_[group].rows;
  for (std::uint32_t word = rows.begin; word < rows.end; ++word) {
    const std::span<const std::uint32_t> places = chunk_.PlacesOf(word);
    const bool narrow = places.size() <= std::numeric_limits<std::uint32_t>::max() / unit_.most();
    narrow ? CountRow<std::uint32_t>(places, sums, out)
           : CountRow<std::uint64_t>(places, sums, out);
  }
}

}  // namespace firth::cooccurrence
