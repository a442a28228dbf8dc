/// Word breaking of ASCII text at the speed of a table: the same pieces as ICU's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/pre_tokenizer/icu_breaks.h"

namespace firth::text {

/// What UAX #29 knows of an ASCII character. Between two letters stands what joins them ("can't"),
/// between two digits too ("3.14"); letters, digits and joiners stick together.
///
/// Which character is what is asked of ICU, once: its rules change between versions ("@" was a
/// letter in one of them), and a line must not break otherwise because another word of it has an
/// accent.
class AsciiBreaks {
 public:
  /// The table of this process. Throws as IcuBreaks does, the first time.
  static const AsciiBreaks& Instance();

  /// Visits all pieces of `text`. REQUIRES: ASCII without blanks.
  template <class Visit>
  void ForEach(std::string_view text, const Visit& visit) const {
    for (std::size_t begin = 0; begin < text.size();) {
      Piece piece{begin, begin + 1, false};
      if (Has(text[begin], kLetter | kDigit | kJoiner)) Extend(text, piece);
      visit(piece);
      begin = piece.end;
    }
  }

 private:
  enum Trait : std::uint8_t {
    kLetter = 1,
    kDigit = 2,
    kJoiner = 4,
    kMidLetter = 8,
    kMidNumber = 16,
    kWord = 32,  ///< a letter or digit in the sense of Unicode
  };

  AsciiBreaks();
  static std::uint8_t TraitsOf(char c, IcuBreaks& breaks);

  bool Has(char c, unsigned traits) const {
    return (traits_[static_cast<unsigned char>(c)] & traits) != 0;
  }

  /// Lengthens a piece that begins with a letter, digit or joiner to its end.
  void Extend(std::string_view text, Piece& piece) const {
    std::size_t at = piece.begin;
    while (true) {
      piece.is_word |= Has(text[at], kWord);
      if (at + 1 < text.size() && Has(text[at + 1], kLetter | kDigit | kJoiner)) {
        ++at;
      } else if (at + 2 < text.size() && Bridges(text[at], text[at + 1], text[at + 2])) {
        at += 2;
      } else {
        break;
      }
    }
    piece.end = at + 1;
  }

  bool Bridges(char before, char middle, char after) const {
    return (Has(middle, kMidLetter) && Has(before, kLetter) && Has(after, kLetter)) ||
           (Has(middle, kMidNumber) && Has(before, kDigit) && Has(after, kDigit));
  }

  std::array<std::uint8_t, 256> traits_{};
};

}  // namespace firth::text
