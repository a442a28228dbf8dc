#include "train/ingest/id_cache_view.h"

#include <algorithm>
#include <cstring>

#include "base/checksum.h"
#include "base/little_endian.h"

namespace firth::train {
namespace {

constexpr std::size_t kHeadBytes = 16;
constexpr std::size_t kTailBytes = sizeof(IdCacheNumbers) + sizeof(std::uint64_t);

/// False when the numbers need another size than `body`, the bytes between head and tail.
bool Fit(const IdCacheNumbers& n, std::uint64_t body) {
  // Each by itself first, so that no sum below can wrap round.
  if (n.units > body / 2 || n.words > body / 16 || n.blocks > body / 16 || n.word_bytes > body) {
    return false;
  }
  return PaddedUnits(n.units) * 2 + n.words * 16 + n.blocks * 16 + n.word_bytes == body;
}

bool Ascend(std::span<const std::uint64_t> ends, std::uint64_t last) {
  return !ends.empty() && std::ranges::is_sorted(ends) && ends.back() == last;
}

/// The sums of `tokens` before each; empty when they are no sums of a corpus.
std::vector<std::uint64_t> SumsBefore(std::span<const std::uint64_t> tokens) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 53;  // exact as a double, too
  std::vector<std::uint64_t> sums = {0};
  for (const std::uint64_t count : tokens) {
    if (count > kMost || sums.back() + count > kMost) return {};
    sums.push_back(sums.back() + count);
  }
  if (sums.back() == 0) return {};
  return sums;
}

/// Takes numbers off the front.
std::span<const std::uint64_t> Take(std::string_view& bytes, std::uint64_t count) {
  const auto* numbers = reinterpret_cast<const std::uint64_t*>(bytes.data());
  bytes.remove_prefix(count * sizeof(std::uint64_t));
  return {numbers, count};
}

bool HasCounts(std::span<const std::uint64_t> counts) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 53;
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) {
    if (count > kMost || (sum += count) > kMost) return false;
  }
  return sum > 0;
}

}  // namespace

std::optional<IdCacheView> ViewIdCache(std::string_view bytes) {
  if (bytes.size() < kHeadBytes + kTailBytes || !bytes.starts_with(kIdCacheMagic)) {
    return std::nullopt;
  }
  const std::string_view summed = bytes.substr(0, bytes.size() - sizeof(std::uint64_t));
  if (base::LoadLittleEndian<std::uint64_t>(bytes.data() + kIdCacheMagic.size()) !=
          kIdCacheVersion ||
      base::LoadLittleEndian<std::uint64_t>(bytes.data() + summed.size()) !=
          base::ChecksumOf(summed)) {
    return std::nullopt;
  }
  IdCacheView view;
  view.numbers = base::LoadLittleEndian<IdCacheNumbers>(bytes.data() + bytes.size() - kTailBytes);
  const IdCacheNumbers& n = view.numbers;
  std::string_view body = bytes.substr(kHeadBytes, bytes.size() - kHeadBytes - kTailBytes);
  if (!Fit(n, body.size()) || n.words > IdCode::kMaxWords) return std::nullopt;

  const auto* units = reinterpret_cast<const IdCode::Unit*>(body.data());
  body.remove_prefix(PaddedUnits(n.units) * sizeof(IdCode::Unit));
  view.counts = Take(body, n.words);
  view.word_ends = Take(body, n.words);
  view.tokens_before = SumsBefore(Take(body, n.blocks));
  const std::span<const std::uint64_t> block_ends = Take(body, n.blocks);
  view.word_bytes = body;
  if (!Ascend(view.word_ends, n.word_bytes) || !Ascend(block_ends, n.units) ||
      view.tokens_before.empty() || !HasCounts(view.counts)) {
    return std::nullopt;
  }
  std::uint64_t begin = 0;
  for (const std::uint64_t end : block_ends) {
    view.blocks.emplace_back(units + begin, end - begin);
    begin = end;
  }
  return view;
}

Vocabulary IdCacheView::MakeVocabulary() const {
  Vocabulary vocabulary;
  vocabulary.Reserve(counts.size(), word_bytes.size());
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    vocabulary.Add(word_bytes.substr(begin, word_ends[i] - begin), Count{counts[i]});
    begin = word_ends[i];
  }
  return vocabulary;
}

}  // namespace firth::train
