/// The bytes of a cache of ids, taken apart and distrusted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "firth/text.h"
#include "train/ingest/id_code.h"

namespace firth::train {

inline constexpr std::string_view kIdCacheMagic = "FIRTHIDS";
inline constexpr std::uint64_t kIdCacheVersion = 1;

/// The numbers at a cache's end, as they lie there.
struct IdCacheNumbers {
  std::uint64_t corpus = 0;    ///< fingerprint of its files
  std::uint64_t text = 0;      ///< Ingested::fingerprint
  std::uint64_t settings = 0;  ///< fingerprint
  std::uint64_t words = 0;
  std::uint64_t word_bytes = 0;
  std::uint64_t blocks = 0;
  std::uint64_t units = 0;
};

/// Units up to the next multiple of 8 bytes.
constexpr std::uint64_t PaddedUnits(std::uint64_t units) { return (units + 3) / 4 * 4; }

/// Views into the bytes of a cache.
struct IdCacheView {
  IdCacheNumbers numbers;
  std::span<const std::uint64_t> counts;
  std::span<const std::uint64_t> word_ends;
  std::string_view word_bytes;
  std::vector<std::span<const IdCode::Unit>> blocks;
  std::vector<std::uint64_t> tokens_before;

  Vocabulary MakeVocabulary() const;
};

/// Nothing when the bytes are not what a cache's are: too short or too long for their own numbers,
/// with another checksum, or with numbers that contradict each other. Units are looked at when they
/// are decoded. REQUIRES: `bytes` begins on a multiple of 8 bytes.
std::optional<IdCacheView> ViewIdCache(std::string_view bytes);

}  // namespace firth::train
