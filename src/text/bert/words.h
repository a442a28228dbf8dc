/// The words of a text as BERT sees them: normalized, split, each with the places of its
/// characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/text.h"
#include "firth/wordpiece.h"
#include "text/bert/characters.h"

namespace firth::text {

/// A word, normalized, and where its characters come from. While they are ASCII and stand one
/// behind the other in the text, as nearly all do, their places are counted instead of kept.
class BertWord {
 public:
  std::string_view bytes() const { return bytes_; }  ///< UTF-8
  std::size_t characters() const { return is_plain_ ? bytes_.size() : ranges_.size(); }
  bool empty() const { return bytes_.empty(); }

  /// Where character `i` begins in bytes(); its end for the one behind the last.
  std::size_t Start(std::size_t i) const {
    if (is_plain_) return i;
    return i == starts_.size() ? bytes_.size() : starts_[i];
  }
  /// What characters [begin, end) come from in the text. REQUIRES: begin < end <= characters().
  TextRange Range(std::size_t begin, std::size_t end) const {
    if (is_plain_) return {begin_ + begin, begin_ + end};
    return {ranges_[begin].begin, ranges_[end - 1].end};
  }

  void Clear();
  void Append(char32_t character, TextRange range);
  /// ASCII that stands at `begin` in the text, in lower case if so asked.
  void AppendAscii(std::string_view characters, std::size_t begin, bool lowercase);

 private:
  void KeepPlaces();

  std::string bytes_;
  bool is_plain_ = true;
  std::size_t begin_ = 0;            ///< of a plain word, in the text
  std::vector<std::size_t> starts_;  ///< of another's characters, in bytes_
  std::vector<TextRange> ranges_;    ///< where they come from
};

/// Hands on word by word: no more than one word is kept.
class BertWords {
 public:
  using Visit = std::function<void(const BertWord& word)>;

  BertWords(const WordPieceSettings& settings, Visit visit)
      : settings_(settings), visit_(std::move(visit)) {}

  /// Visits the words of `text`, of which `begin` bytes stand before it in the whole text.
  void Split(std::string_view text, std::size_t begin);

 private:
  /// A mark, or what a character's decomposition holds of such, that waits to be put in order.
  struct Waiting {
    char32_t character;
    std::uint8_t combining_class;
    bool is_dropped;  ///< nonspacing
    bool is_first;    ///< of its character's decomposition
  };

  /// The words that begin or end within the ASCII at `at`, and how many bytes these are: 0 where
  /// something else stands there.
  std::size_t TakeAscii(std::string_view text, std::size_t at, std::size_t begin);
  void Take(char32_t character, TextRange range);
  void TakeWithoutAccents(char32_t character, TextRange range);
  /// NFD orders marks by their class. Places stay in the order of the text: the first mark has the
  /// place of the first, whichever it was, as in Hugging Face's tokenizers.
  void EndMarks();
  void TakeDropped(char32_t mark, TextRange range);
  void TakeNormalized(char32_t character, TextRange range);
  void Append(char32_t character, TextRange range);
  void EndWord();

  const WordPieceSettings& settings_;
  Visit visit_;
  BertWord word_;
  std::vector<Waiting> waiting_;
  std::vector<TextRange> waiting_ranges_;  ///< of those that are first
  TextRange last_range_;                   ///< of the character before them
};

}  // namespace firth::text
