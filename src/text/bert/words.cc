#include "text/bert/words.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace firth::text {

void BertWords::Split(std::string_view text, std::size_t begin) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, length] = base::FirstCharacter(text.substr(at));
    Take(character, {begin + at, begin + at + length});
    at += length;
  }
  EndMarks();
  EndWord();
}

void BertWords::Take(char32_t character, TextRange range) {
  const CharacterKind kind = KindOf(character);
  if (settings_.clean_text) {
    if (kind == CharacterKind::kRemoved || kind == CharacterKind::kBlankControl) return;
    if (kind == CharacterKind::kBlank) {
      EndMarks();
      return EndWord();
    }
  }
  const bool alone = settings_.handle_chinese_chars && kind == CharacterKind::kIdeograph;
  if (alone) {
    EndMarks();
    EndWord();
  }
  if (settings_.strip_accents) {
    TakeWithoutAccents(character, range);
  } else {
    TakeNormalized(character, range);
  }
  if (alone) EndWord();
}

void BertWords::TakeWithoutAccents(char32_t character, TextRange range) {
  const Characters bare = WithoutAccents(character);
  if (bare.count == 0) return TakeDropped(character, range);
  for (std::size_t i = 0; i < bare.count; ++i) {
    const std::uint8_t combining_class = CombiningClass(bare.at[i]);
    if (combining_class == 0) {
      EndMarks();
      TakeNormalized(bare.at[i], range);
      last_range_ = range;
      continue;
    }
    waiting_.push_back({bare.at[i], combining_class, false, i == 0});
    if (i == 0) waiting_ranges_.push_back(range);
  }
}

void BertWords::TakeDropped(char32_t mark, TextRange range) {
  if (const std::uint8_t combining_class = CombiningClass(mark); combining_class != 0) {
    waiting_.push_back({mark, combining_class, true, true});
    waiting_ranges_.push_back(range);
    return;
  }
  EndMarks();
  last_range_ = range;
}

void BertWords::EndMarks() {
  if (waiting_.empty()) return;
  std::ranges::stable_sort(waiting_, {}, &Waiting::combining_class);
  TextRange range = last_range_;
  std::size_t next = 0;
  for (const Waiting& mark : waiting_) {
    if (mark.is_first) range = waiting_ranges_[next++];
    if (!mark.is_dropped) TakeNormalized(mark.character, range);
  }
  waiting_.clear();
  waiting_ranges_.clear();
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
