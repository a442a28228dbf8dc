#include "text/pre_tokenizer/ascii_breaks.h"

#include <string>

namespace firth::text {
namespace {

bool IsOnePiece(const std::string& text, IcuBreaks& breaks) {
  int pieces = 0;
  breaks.ForEach(text, [&](const Piece&) { ++pieces; });
  return pieces == 1;
}

}  // namespace

const AsciiBreaks& AsciiBreaks::Instance() {
  static const AsciiBreaks kInstance;
  return kInstance;
}

AsciiBreaks::AsciiBreaks() {
  IcuBreaks breaks;
  for (unsigned char c = 0; c < 0x80; ++c) traits_[c] = TraitsOf(static_cast<char>(c), breaks);
}

/// Tries the character in words and numbers that tell. The apostrophe joins letters and the full
/// stop digits in every version.
std::uint8_t AsciiBreaks::TraitsOf(char c, IcuBreaks& breaks) {
  const std::string self(1, c);
  unsigned traits = 0;
  if (IsOnePiece("a" + self + self + "a", breaks)) {
    traits = IsOnePiece("a'" + self, breaks)   ? kLetter
             : IsOnePiece("1." + self, breaks) ? kDigit
                                               : kJoiner;
  } else {
    if (IsOnePiece("a" + self + "a", breaks)) traits |= kMidLetter;
    if (IsOnePiece("1" + self + "1", breaks)) traits |= kMidNumber;
  }
  breaks.ForEach(self, [&](const Piece& piece) {
    if (piece.is_word) traits |= kWord;
  });
  return static_cast<std::uint8_t>(traits);
}

}  // namespace firth::text
