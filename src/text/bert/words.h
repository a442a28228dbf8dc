/// The words of a text as BERT sees them: normalized, split, each with the places of its
/// characters.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/text.h"
#include "firth/wordpiece.h"
#include "text/bert/characters.h"

namespace firth::text {

/// A word, normalized.
struct BertWord {
  std::string bytes;                ///< UTF-8
  std::vector<std::size_t> starts;  ///< of its characters, in `bytes`; bytes.size() at the end
  std::vector<TextRange> ranges;    ///< where each character comes from, in the text

  std::size_t characters() const { return ranges.size(); }
  void Clear() {
    bytes.clear();
    starts.clear();
    ranges.clear();
  }
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
  void Take(char32_t character, TextRange range);
  void TakeNormalized(char32_t character, TextRange range);
  void Append(char32_t character, TextRange range);
  void EndWord();

  const WordPieceSettings& settings_;
  Visit visit_;
  BertWord word_;
};

}  // namespace firth::text
