#include "firth/subwords.h"

#include <algorithm>

#include "base/utf8.h"
#include "firth/text.h"

namespace firth {
namespace {

constexpr std::uint32_t kHashStart = 2166136261U;
constexpr std::uint32_t kHashPrime = 16777619U;

std::uint32_t HashByte(std::uint32_t hash, char byte) {
  const auto extended = static_cast<std::uint32_t>(static_cast<signed char>(byte));
  return (hash ^ extended) * kHashPrime;
}

bool HasSubwords(std::string_view word, const SubwordSettings& settings) {
  return settings.enabled() && word != kLineEndWord;
}

/// Calls visit(n-gram, hash) for each n-gram. The hash of one is that of the n-gram one character
/// shorter, continued.
template <class Visit>
void ForEachSubword(std::string_view word, const SubwordSettings& settings, const Visit& visit) {
  if (!HasSubwords(word, settings)) return;
  thread_local std::string marked;
  marked.assign(1, '<').append(word).append(1, '>');
  const std::string_view text = marked;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (base::ContinuesUtf8(text[begin])) continue;
    std::uint32_t hash = kHashStart;
    std::size_t end = begin;
    for (std::size_t length = 1; end < text.size() && length <= settings.max_length; ++length) {
      do {
        hash = HashByte(hash, text[end++]);
      } while (end < text.size() && base::ContinuesUtf8(text[end]));
      const bool is_mark = length == 1 && (begin == 0 || end == text.size());
      if (length >= settings.min_length && !is_mark) visit(text.substr(begin, end - begin), hash);
    }
  }
}

}  // namespace

std::vector<std::string> Subwords(std::string_view word, const SubwordSettings& settings) {
  std::vector<std::string> subwords;
  ForEachSubword(word, settings,
                 [&](std::string_view ngram, std::uint32_t) { subwords.emplace_back(ngram); });
  return subwords;
}

void AppendBuckets(std::string_view word, const SubwordSettings& settings,
                   std::vector<std::uint32_t>& buckets) {
  ForEachSubword(word, settings, [&](std::string_view, std::uint32_t hash) {
    buckets.push_back(static_cast<std::uint32_t>(hash % settings.buckets));
  });
}

std::size_t CountSubwords(std::string_view word, const SubwordSettings& settings) {
  std::size_t count = 0;
  ForEachSubword(word, settings, [&](std::string_view, std::uint32_t) { ++count; });
  return count;
}

std::uint32_t SubwordHash(std::string_view bytes) {
  std::uint32_t hash = kHashStart;
  for (const char byte : bytes) hash = HashByte(hash, byte);
  return hash;
}

}  // namespace firth
