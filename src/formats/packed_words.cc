#include "formats/packed_words.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

#include "base/little_endian.h"

namespace firth::formats {
namespace {

std::uint64_t NumberAt(std::string_view bytes, std::size_t index) {
  return base::LoadLittleEndian<std::uint64_t>(bytes.data() + index * sizeof(std::uint64_t));
}

}  // namespace

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

Vocabulary Unpack(const Source& source, const PackedBytes& packed, std::size_t count) {
  Vocabulary vocabulary;
  vocabulary.Reserve(count, packed.words.size());
  const std::size_t last = packed.offsets.size() / sizeof(std::uint64_t) - 1;
  std::uint64_t begin = NumberAt(packed.offsets, 0);
  std::uint64_t total = 0;
  if (begin != 0 || NumberAt(packed.offsets, last) != packed.words.size()) {
    Fail(source, fmt::format("tensor '{}' must go from 0 to the length of '{}'",
                             packed.offsets_name, packed.words_name));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t end = NumberAt(packed.offsets, i + 1);
    if (end < begin || end > packed.words.size()) {
      Fail(source,
           fmt::format("tensor '{}' goes down, or too far, at word {}", packed.offsets_name, i));
    }
    const std::uint64_t occurrences = packed.counts.empty() ? 0 : NumberAt(packed.counts, i);
    if (__builtin_add_overflow(total, occurrences, &total)) {
      Fail(source, "the counts add up to more than 2^64");
    }
    vocabulary.Add(packed.words.substr(begin, end - begin), Count{occurrences});
    begin = end;
  }
  return vocabulary;
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
