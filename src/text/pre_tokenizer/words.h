/// Words as a reader sees them: punctuation apart, Chinese, Japanese and Thai by dictionary.
#pragma once

#include <string_view>

#include "firth/text.h"
#include "text/pre_tokenizer/ascii_breaks.h"
#include "text/pre_tokenizer/icu_breaks.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::text {

/// Cuts text at ICU's word boundaries. What stands between blanks and is ASCII is cut by table,
/// with the same result; the rest is handed to ICU, neighbours together. Keeps scratch memory: one
/// a thread.
class WordSplitter {
 public:
  explicit WordSplitter(Punctuation punctuation) : punctuation_(punctuation) {}

  /// Calls visit(word) for each word of `line`, and for each other visible piece (a full stop, a
  /// symbol) when punctuation is kept. REQUIRES: `line` is valid UTF-8.
  template <class Visit>
  void ForEach(std::string_view line, const Visit& visit) {
    while (!line.empty()) {
      const Stretch stretch = FirstStretch(line);
      const std::string_view text = line.substr(0, stretch.length);
      const auto visit_wanted = [&](const Piece& piece) {
        const std::string_view word = text.substr(piece.begin, piece.end - piece.begin);
        if (IsWanted(piece, word)) visit(Trimmed(word));
      };
      if (stretch.is_ascii) {
        ascii_.ForEach(text, visit_wanted);
      } else {
        icu_.ForEach(text, visit_wanted);
      }
      line.remove_prefix(stretch.length);
      while (!line.empty() && IsBlank(line.front())) line.remove_prefix(1);
    }
  }

 private:
  struct Stretch {
    std::size_t length = 0;
    bool is_ascii = true;
  };

  /// An ASCII stretch has no blank in it; another one holds all that follows up to the next ASCII
  /// word, and no more than ICU can count.
  static Stretch FirstStretch(std::string_view line);

  bool IsWanted(const Piece& piece, std::string_view text) const {
    return piece.is_word || (punctuation_ == Punctuation::kKeep && IsVisible(text));
  }

  /// Without the blank that ICU leaves in front of a mark that stands alone.
  static std::string_view Trimmed(std::string_view piece) {
    while (IsBlank(piece.front())) piece.remove_prefix(1);
    return piece;
  }

  Punctuation punctuation_;
  const AsciiBreaks& ascii_ = AsciiBreaks::Instance();
  IcuBreaks icu_;
};

}  // namespace firth::text
