/// A cache of ids whose checksum is right, whatever its numbers are: refused, or nothing in it
/// names a word that is not there.
#include <cstring>
#include <string>

#include "base/checksum.h"
#include "fuzz_reader.h"
#include "train/ingest/id_cache_view.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSum = sizeof(std::uint64_t);
  if (size < 2 * kSum + kSum) return 0;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::uint64_t version = firth::train::kIdCacheVersion;
  std::memcpy(bytes.data(), firth::train::kIdCacheMagic.data(), kSum);
  std::memcpy(bytes.data() + kSum, &version, kSum);
  const std::uint64_t sum = firth::base::ChecksumOf(std::string_view(bytes).substr(0, size - kSum));
  std::memcpy(bytes.data() + size - kSum, &sum, kSum);

  const auto view = firth::train::ViewIdCache(bytes);
  if (!view) return 0;
  const firth::Vocabulary vocabulary = view->MakeVocabulary();
  const firth::train::IdCode code(view->numbers.words);
  for (const auto& block : view->blocks) {
    code.ForEach(block, [&](firth::TokenId id) {
      firth::fuzz::Require(id == firth::train::kSentenceEnd ||
                           firth::Index(id) < vocabulary.size());
    });
  }
  return 0;
}
