#include "formats/memory_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/little_endian.h"
#include "firth/error.h"
#include "formats/fasttext_layout.h"

namespace firth::formats {
namespace {

/// Beside its bytes a word takes an offset, a count, and a slot of a table that is half full.
constexpr std::uint64_t kBytesPerWord = 32;
constexpr std::uint64_t kUsualWordBytes = 8;
/// The fewest bytes of a file that a number takes: a digit and a blank.
constexpr std::uint64_t kLeastNumberBytes = 2;

bool IsMapped(const FileInfo& info) {
  return !info.quantized && (info.format == Format::kSafetensors || info.format == Format::kNpy);
}

double Megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

/// A code of a byte can stand for a whole row: such a file's size bounds nothing.
bool MayBeCodes(const Source& source) {
  return source.bytes.size() >= sizeof(kFasttextMagic) &&
         base::LoadLittleEndian<std::int32_t>(source.bytes.data()) == kFasttextMagic;
}

}  // namespace

std::uint64_t BytesToRead(const Source& source, const FileInfo& info, const ReadOptions& options) {
  const std::uint64_t file_bytes = source.bytes.size();
  const std::uint64_t dim = std::max<std::uint64_t>(info.dim, 1);
  const std::uint64_t numbers = info.quantized ? 1 : dim;  // codes: a byte a row, at the least
  std::uint64_t words =
      std::min<std::uint64_t>(info.words, file_bytes / kLeastNumberBytes / numbers);
  if (options.max_words > 0) words = std::min<std::uint64_t>(words, options.max_words);
  const std::uint64_t buckets =
      info.quantized ? std::min<std::uint64_t>(info.buckets, file_bytes)
                     : std::min<std::uint64_t>(info.buckets, file_bytes / sizeof(float) / dim);
  const bool mapped = IsMapped(info);
  const std::uint64_t rows = (mapped && !info.composes ? 0 : words) + (mapped ? 0 : buckets);
  const std::uint64_t texts = words + (info.exact_ngrams ? buckets : 0);
  return rows * dim * sizeof(float) + texts * (kBytesPerWord + kUsualWordBytes);
}

void RequireMemory(const Source& source, const ReadOptions& options,
                   const std::function<FileInfo()>& describe) {
  constexpr std::uint64_t kAtMost = sizeof(float) / kLeastNumberBytes + kBytesPerWord;
  const std::uint64_t limit = options.memory_limit;
  const bool small = source.bytes.size() <= limit / kAtMost && !MayBeCodes(source);
  if (limit == 0 || small) return;
  const FileInfo info = describe();
  const std::uint64_t needed = BytesToRead(source, info, options);
  if (needed <= limit) return;
  const std::string ngrams =
      info.buckets > 0 ? fmt::format(" and {} rows of n-grams", info.buckets) : std::string();
  throw Error(
      ErrorKind::kMemory,
      fmt::format("reading {} words{} x {} needs {:.1f} MB, the limit is {:.1f} MB; read fewer "
                  "words, convert the file to safetensors, which is mapped, or raise "
                  "--memory-limit",
                  info.words, ngrams, info.dim, Megabytes(needed), Megabytes(limit)),
      source.path);
}

}  // namespace firth::formats
