#include "formats/packed_words.h"

#include <cstdint>
#include <utility>

#include "base/little_endian.h"

namespace firth::formats {

PackedWords Pack(const Vocabulary& vocabulary) {
  PackedWords packed;
  base::AppendLittleEndian<std::uint64_t>(packed.offsets, 0);
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    packed.words += vocabulary.Word(id);
    base::AppendLittleEndian<std::uint64_t>(packed.offsets, packed.words.size());
    base::AppendLittleEndian(packed.counts, Value(vocabulary.CountOf(id)));
  }
  return packed;
}

void TensorPlacer::Place(const std::string& name, std::string dtype,
                         std::vector<std::uint64_t> shape, std::uint64_t bytes) {
  header_.tensors[name] = {std::move(dtype), std::move(shape), at_, at_ + bytes};
  at_ += bytes;
}

std::string TensorPlacer::PadToWholeNumbers(const std::string& name) {
  constexpr std::uint64_t kWhole = sizeof(std::uint64_t);
  std::string padding((kWhole - at_ % kWhole) % kWhole, '\0');
  if (!padding.empty()) Place(name, "U8", {padding.size()}, padding.size());
  return padding;
}

}  // namespace firth::formats
