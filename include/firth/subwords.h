/// The n-grams of a word: pieces with vectors of their own, so that words that look alike share
/// what is learned and unknown words have a vector, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "firth/text.h"

namespace firth {

/// Longer n-grams, in characters, are refused: no word has so many pieces that help, and a file
/// that asks for them would take forever.
inline constexpr std::size_t kMaxNgram = 100;

/// Which n-grams have vectors.
enum class NgramKind {
  kHashed,  ///< all; those whose hashes fall into one bucket share a vector (fastText)
  kExact,   ///< those that occur often enough; each has a vector of its own
};

/// Which pieces of a word count, and how many vectors they share.
struct SubwordSettings {
  std::size_t min_length = 0;  ///< characters of the shortest n-gram
  std::size_t max_length = 0;  ///< characters of the longest, up to kMaxNgram; 0: there are none
  std::size_t buckets = 2'000'000;  ///< kHashed: n-grams share so many vectors by their hash
  NgramKind kind = NgramKind::kHashed;
  std::uint64_t min_count = 5;  ///< kExact: n-grams that occur less often have no vector

  bool exact() const { return kind == NgramKind::kExact; }
  bool enabled() const {
    return max_length > 0 && max_length >= min_length && (exact() || buckets > 0);
  }
  /// What means nothing to the kind is not compared.
  friend bool operator==(const SubwordSettings& a, const SubwordSettings& b) {
    const bool alike = a.exact() ? a.min_count == b.min_count : a.buckets == b.buckets;
    return a.min_length == b.min_length && a.max_length == b.max_length && a.kind == b.kind &&
           alike;
  }
};

/// The n-grams that follow are those of Bojanowski, Grave, Joulin, Mikolov 2017 (TACL 5, arXiv
/// 1607.04606), in the order and with the habits of fastText: the word is put between '<' and '>',
/// a character is a byte and the continuation bytes (10xxxxxx) behind it, and neither mark alone is
/// an n-gram. The word for a line's end, `</s>`, has none. Words may be any bytes. `settings` may
/// be disabled: then there are none. Threads: safe.

/// Spelled out: the n-grams of "at" of two characters and more are "<a", "<at", "<at>", "at",
/// "at>", "t>".
std::vector<std::string> Subwords(std::string_view word, const SubwordSettings& settings);

/// Appends the bucket of each, below settings.buckets; for NgramKind::kHashed. One that stands
/// twice in the word, and two that share a bucket, are there twice.
void AppendBuckets(std::string_view word, const SubwordSettings& settings,
                   std::vector<std::uint32_t>& buckets);

/// How many there are, whether they have a vector or not.
std::size_t CountSubwords(std::string_view word, const SubwordSettings& settings);

/// The n-grams with a vector of their own (NgramKind::kExact): those that occur settings.min_count
/// times or more in all words together, where one stands as often in the text as its word does, or
/// once when no word has a count. The most frequent first, equal counts in byte order.
/// `before_growth`, when given, hears of bytes before they are taken, and may throw.
Vocabulary CountNgrams(const Vocabulary& words, const SubwordSettings& settings,
                       const std::function<void(std::size_t bytes)>& before_growth = {});

/// FNV-1a of 32 bits (Fowler, Noll, Vo) as fastText has it: a byte from 0x80 on is extended by its
/// sign, so that it changes the upper bits too. An n-gram's bucket is its hash modulo the buckets.
std::uint32_t SubwordHash(std::string_view bytes);

/// The buckets that have a row, where not each has one: those that were kept when a model was made
/// smaller. An n-gram of another bucket counts as if the word did not have it. Threads: reading
/// from several is safe.
class KeptBuckets {
 public:
  /// Row i is that of buckets[i]. Throws Error(kFormat) when one stands twice.
  explicit KeptBuckets(std::vector<std::uint32_t> buckets);

  std::size_t size() const { return buckets_.size(); }
  /// In the order of their rows.
  const std::vector<std::uint32_t>& buckets() const { return buckets_; }
  std::optional<std::uint32_t> Find(std::uint32_t bucket) const {
    const auto found = rows_.find(bucket);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::vector<std::uint32_t> buckets_;
  std::unordered_map<std::uint32_t, std::uint32_t> rows_;
};

}  // namespace firth
