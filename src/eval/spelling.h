/// Words under a rule of letter case.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/eval.h"

namespace firth::eval {

/// `word` in the case of `rule`; as it is when its bytes are no UTF-8.
std::string Spelling(std::string_view word, CaseRule rule);

/// The first words of a vocabulary by their spelling; the first of several of one spelling counts,
/// which is the most frequent. The vocabulary must outlive it. Threads: asking is safe.
class SpellingTable {
 public:
  /// The first `top` words; 0: all.
  SpellingTable(const Vocabulary& vocabulary, CaseRule rule, std::size_t top);

  std::optional<TokenId> Find(std::string_view word) const;

  /// Words that are spelled as an earlier one, in order.
  const std::vector<TokenId>& twins() const { return twins_; }

 private:
  const Vocabulary& vocabulary_;
  CaseRule rule_;
  std::size_t top_;
  Vocabulary spellings_;  // empty under kExact: the vocabulary itself knows
  std::vector<TokenId> firsts_;
  std::vector<TokenId> twins_;
};

}  // namespace firth::eval
