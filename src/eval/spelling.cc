#include "eval/spelling.h"

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace firth::eval {

std::string Spelling(std::string_view word, CaseRule rule) {
  if (rule == CaseRule::kExact) return std::string(word);
  if (rule == CaseRule::kUpperAscii) return base::UpperCaseAscii(word);
  // ICU is ten times as slow as a loop over ASCII, and a million words are folded.
  if (rule == CaseRule::kUpper && base::IsAscii(word)) return base::UpperCaseAscii(word);
  if (!base::IsValidUtf8(word)) return std::string(word);
  return rule == CaseRule::kUpper ? base::UpperCase(word) : base::LowerCase(word);
}

SpellingTable::SpellingTable(const Vocabulary& vocabulary, CaseRule rule, std::size_t top)
    : vocabulary_(vocabulary),
      rule_(rule),
      top_(top == 0 ? vocabulary.size() : std::min(top, vocabulary.size())) {
  for (std::uint32_t i = 0; i < top_; ++i) {
    const TokenId id{i};
    if (rule == CaseRule::kExact) {
      if (vocabulary.Find(vocabulary.Word(id)) != id) twins_.push_back(id);
      continue;
    }
    const std::string spelling = Spelling(vocabulary.Word(id), rule);
    if (spellings_.Find(spelling)) {
      twins_.push_back(id);
    } else {
      spellings_.Add(spelling);
      firsts_.push_back(id);
    }
  }
}

std::optional<TokenId> SpellingTable::Find(std::string_view word) const {
  if (rule_ == CaseRule::kExact) {
    const auto id = vocabulary_.Find(word);
    return id && Index(*id) < top_ ? id : std::nullopt;
  }
  const auto place = spellings_.Find(Spelling(word, rule_));
  return place ? std::optional(firsts_[Index(*place)]) : std::nullopt;
}

}  // namespace firth::eval
