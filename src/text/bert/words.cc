#include "text/bert/words.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"

namespace firth::text {

void BertWord::Clear() {
  bytes_.clear();
  is_plain_ = true;
  starts_.clear();
  ranges_.clear();
}

void BertWord::Append(char32_t character, TextRange range) {
  if (is_plain_) KeepPlaces();
  starts_.push_back(bytes_.size());
  ranges_.push_back(range);
  base::AppendCharacter(character, bytes_);
}

void BertWord::AppendAscii(std::string_view characters, std::size_t begin, bool lowercase) {
  if (bytes_.empty()) begin_ = begin;
  if (is_plain_ && begin != begin_ + bytes_.size()) KeepPlaces();
  for (std::size_t i = 0; !is_plain_ && i < characters.size(); ++i) {
    starts_.push_back(bytes_.size() + i);
    ranges_.push_back({begin + i, begin + i + 1});
  }
  const std::size_t old = bytes_.size();
  bytes_ += characters;
  if (!lowercase) return;
  for (std::size_t i = old; i < bytes_.size(); ++i) bytes_[i] = base::LowerAscii(bytes_[i]);
}

void BertWord::KeepPlaces() {
  is_plain_ = false;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    starts_.push_back(i);
    ranges_.push_back({begin_ + i, begin_ + i + 1});
  }
}

void BertWords::Split(std::string_view text, std::size_t begin) {
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t taken = TakeAscii(text, at, begin); taken > 0) {
      at += taken;
      continue;
    }
    const auto [character, length] = base::FirstCharacter(text.substr(at));
    Take(character, {begin + at, begin + at + length});
    at += length;
  }
  EndMarks();
  EndWord();
}

std::size_t BertWords::TakeAscii(std::string_view text, std::size_t at, std::size_t begin) {
  const auto kind_at = [&](std::size_t i) { return KindOf(static_cast<unsigned char>(text[i])); };
  const auto is_plain = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]) < kAsciiEnd && kind_at(i) == CharacterKind::kPlain;
  };
  if (static_cast<unsigned char>(text[at]) >= kAsciiEnd) return 0;
  std::size_t end = at;
  while (end < text.size() && is_plain(end)) ++end;
  const bool alone = end == at && kind_at(at) == CharacterKind::kPunctuation;
  if (alone) ++end;
  if (end == at) return 0;
  EndMarks();
  if (alone) EndWord();
  word_.AppendAscii(text.substr(at, end - at), begin + at, settings_.lowercase);
  if (alone) EndWord();
  last_range_ = {begin + end - 1, begin + end};
  return end - at;
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
  word_.Append(character, range);
  if (alone) EndWord();
}

void BertWords::EndWord() {
  if (word_.empty()) return;
  visit_(word_);
  word_.Clear();
}

}  // namespace firth::text
