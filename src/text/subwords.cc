#include "firth/subwords.h"

#include "text/each_subword.h"

namespace firth {

std::vector<std::string> Subwords(std::string_view word, const SubwordSettings& settings) {
  std::vector<std::string> subwords;
  text::ForEachSubword(
      word, settings, [&](std::string_view ngram, std::uint32_t) { subwords.emplace_back(ngram); });
  return subwords;
}

void AppendBuckets(std::string_view word, const SubwordSettings& settings,
                   std::vector<std::uint32_t>& buckets) {
  text::ForEachBucket(word, settings, [&](std::uint32_t bucket) { buckets.push_back(bucket); });
}

std::size_t CountSubwords(std::string_view word, const SubwordSettings& settings) {
  std::size_t count = 0;
  text::ForEachSubword(word, settings, [&](std::string_view, std::uint32_t) { ++count; });
  return count;
}

std::uint32_t SubwordHash(std::string_view bytes) {
  std::uint32_t hash = text::kSubwordHashStart;
  for (const char byte : bytes) hash = text::ExtendSubwordHash(hash, byte);
  return hash;
}

}  // namespace firth
