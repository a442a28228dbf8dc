/// Frequent words are thinned out.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "firth/text.h"

namespace firth::corpus {

/// Keeps an occurrence of a word of relative frequency f with probability sqrt(t/f) + t/f, at most
/// 1, where t is `sample`: what word2vec.c does (its paper, arXiv 1310.4546 eq. 5, has another).
/// Threads: asking from several is safe.
class Subsampler {
 public:
  /// `sample` 0 keeps everything.
  Subsampler(const Vocabulary& vocabulary, double sample);

  bool Keeps(TokenId id, base::SplitMix64& random) const {
    if (thresholds_.empty()) return true;
    const std::uint32_t threshold = thresholds_[Index(id)];
    return threshold == kAlways || static_cast<std::uint32_t>(random() >> 32) < threshold;
  }

  /// The probability with which a word's occurrence is kept.
  double KeepProbability(TokenId id) const;

  /// Bytes that the subsampler of so many words takes.
  static std::uint64_t MemoryBytes(std::size_t words) { return words * sizeof(std::uint32_t); }

 private:
  static constexpr std::uint32_t kAlways = 0xFFFFFFFF;
  std::vector<std::uint32_t> thresholds_;  ///< probability x 2^32
};

}  // namespace firth::corpus
