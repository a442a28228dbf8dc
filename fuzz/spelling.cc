/// Words of questions and of files, lines by newlines, each asked for among the others: letter case
/// folded, near spellings, columns on a terminal.
#include "eval/spelling.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/display.h"
#include "base/utf8.h"
#include "corpus/lines.h"
#include "firth/index.h"
#include "fuzz_reader.h"

namespace {

void AskAll(const firth::Vocabulary& vocabulary, std::string_view word) {
  firth::fuzz::Require(firth::base::DisplayWidth(word) <= 2 * word.size());
  const auto near = NearSpellings(vocabulary, word);
  firth::fuzz::Require(near.size() <= 3);
  for (const std::string& found : near) firth::fuzz::Require(vocabulary.Find(found).has_value());
}

void Fold(const firth::Vocabulary& vocabulary, firth::CaseRule rule) {
  const firth::eval::SpellingTable table(vocabulary, rule, 0);
  firth::fuzz::Require(table.twins().size() < std::max<std::size_t>(vocabulary.size(), 1));
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const std::string_view word = vocabulary.Word(firth::TokenId{i});
    const auto found = table.Find(word);
    firth::fuzz::Require(found && Index(*found) <= i);
    const std::string spelling = firth::eval::Spelling(word, rule);
    firth::fuzz::Require(firth::base::IsValidUtf8(spelling) == firth::base::IsValidUtf8(word));
    firth::fuzz::Require(firth::eval::Spelling(vocabulary.Word(*found), rule) == spelling);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // More words than these tell nothing new and take long: each is compared with each.
  constexpr std::size_t kMostWords = 64;
  firth::Vocabulary vocabulary;
  firth::corpus::ForEachLine({reinterpret_cast<const char*>(data), size},
                             [&](std::string_view word, bool) {
                               if (vocabulary.size() < kMostWords) vocabulary.CountOccurrence(word);
                             });
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    AskAll(vocabulary, vocabulary.Word(firth::TokenId{i}));
  }
  using firth::CaseRule;
  for (const CaseRule rule :
       {CaseRule::kExact, CaseRule::kUpper, CaseRule::kUpperAscii, CaseRule::kLower}) {
    Fold(vocabulary, rule);
  }
  return 0;
}
