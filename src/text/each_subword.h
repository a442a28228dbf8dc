/// The n-grams of a word one by one: firth/subwords.h without a list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "firth/subwords.h"
#include "firth/text.h"

namespace firth::text {

inline constexpr std::uint32_t kSubwordHashStart = 2166136261U;

/// The hash of what was hashed so far and one byte more.
inline std::uint32_t ExtendSubwordHash(std::uint32_t hash, char byte) {
  constexpr std::uint32_t kPrime = 16777619U;
  const auto extended = static_cast<std::uint32_t>(static_cast<signed char>(byte));
  return (hash ^ extended) * kPrime;
}

/// Calls visit(n-gram, hash) for each n-gram. The hash of one is that of the n-gram one character
/// shorter, continued. `visit` must not come here again.
template <class Visit>
void ForEachSubword(std::string_view word, const SubwordSettings& settings, const Visit& visit) {
  if (!settings.enabled() || word == kLineEndWord) return;
  thread_local std::string marked;
  marked.assign(1, '<').append(word).append(1, '>');
  const std::string_view text = marked;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (base::ContinuesUtf8(text[begin])) continue;
    std::uint32_t hash = kSubwordHashStart;
    std::size_t end = begin;
    for (std::size_t length = 1; end < text.size() && length <= settings.max_length; ++length) {
      do {
        hash = ExtendSubwordHash(hash, text[end++]);
      } while (end < text.size() && base::ContinuesUtf8(text[end]));
      const bool is_mark = length == 1 && (begin == 0 || end == text.size());
      if (length >= settings.min_length && !is_mark) visit(text.substr(begin, end - begin), hash);
    }
  }
}

/// Calls visit(bucket) for each n-gram: what AppendBuckets appends. REQUIRES: settings.buckets > 0
/// where they are enabled.
template <class Visit>
void ForEachBucket(std::string_view word, const SubwordSettings& settings, const Visit& visit) {
  ForEachSubword(word, settings, [&](std::string_view /*ngram*/, std::uint32_t hash) {
    visit(static_cast<std::uint32_t>(hash % settings.buckets));
  });
}

/// Calls visit(row) for each n-gram that has a row, counted from the first n-gram's: its bucket, or
/// its place among `ngrams`, those with a row of their own (null: they share rows by their hash).
template <class Visit>
void ForEachNgramRow(std::string_view word, const SubwordSettings& settings,
                     const Vocabulary* ngrams, const Visit& visit) {
  if (ngrams == nullptr) return ForEachBucket(word, settings, visit);
  ForEachSubword(word, settings, [&](std::string_view ngram, std::uint32_t /*hash*/) {
    if (const auto known = ngrams->Find(ngram)) visit(static_cast<std::uint32_t>(*known));
  });
}

}  // namespace firth::text
