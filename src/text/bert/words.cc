#include "text/bert/words.h"

#include <utility>

#include "base/utf8.h"

namespace firth::text {

void BertWords::Split(std::string_view text, std::size_t begin) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, length] = base::FirstCharacter(text.substr(at));
    Take(character, {begin + at, begin + at + length});
    at += length;
  }
  EndWord();
}

void BertWords::Take(char32_t character, TextRange range) {
  const CharacterKind kind = KindOf(character);
  if (settings_.clean_text) {
    if (kind == CharacterKind::kRemoved || kind == CharacterKind::kBlankControl) return;
    if (kind == CharacterKind::kBlank) return EndWord();
  }
  const bool alone = settings_.handle_chinese_chars && kind == CharacterKind::kIdeograph;
  if (alone) EndWord();
  if (settings_.strip_accents) {
    const Characters bare = WithoutAccents(character);
    for (std::size_t i = 0; i < bare.count; ++i) TakeNormalized(bare.at[i], range);
  } else {
    TakeNormalized(character, range);
  }
  if (alone) EndWord();
}

void BertWords::TakeNormalized(char32_t character, TextRange range) {
  if (!settings_.lowercase) return Append(character, range);
  const Characters lower = LowerCaseOf(character);
  for (std::size_t i = 0; i < lower.count; ++i) Append(lower.at[i], range);
}

void BertWords::Append(char32_t character, TextRange range) {
  const CharacterKind kind = KindOf(character);
  if (kind == CharacterKind::kBlank || kind == CharacterKind::kBlankControl) return EndWord();
  const bool alone = kind == CharacterKind::kPunctuation;
  if (alone) EndWord();
  word_.starts.push_back(word_.bytes.size());
  word_.ranges.push_back(range);
  base::AppendCharacter(character, word_.bytes);
  if (alone) EndWord();
}

void BertWords::EndWord() {
  if (word_.ranges.empty()) return;
  word_.starts.push_back(word_.bytes.size());
  visit_(word_);
  word_.Clear();
}

}  // namespace firth::text
