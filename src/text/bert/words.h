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
  /// A mark, or what a character's decomposition holds of such, that waits to be put in order.
  struct Waiting {
    char32_t character;
    std::uint8_t combining_class;
    bool is_dropped;  ///< nonspacing
    bool is_first;    ///< of its character's decomposition
  };

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
