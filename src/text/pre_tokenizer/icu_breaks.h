/// ICU's word breaking (UAX #29, dictionaries for scripts that write no blanks).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace firth::text {

/// A stretch of text between two word boundaries.
struct Piece {
  std::size_t begin = 0;  ///< bytes from the start of the text
  std::size_t end = 0;
  bool is_word = false;  ///< it holds a letter, a number or an ideograph
};

/// Not thread-safe; instances are independent of each other.
class IcuBreaks {
 public:
  /// Throws Error(kInput) when ICU's data are not installed.
  IcuBreaks();
  ~IcuBreaks();
  IcuBreaks(const IcuBreaks&) = delete;
  IcuBreaks& operator=(const IcuBreaks&) = delete;

  /// Visits all pieces of `text` in order. REQUIRES: valid UTF-8, shorter than 2 GiB.
  void ForEach(std::string_view text, const std::function<void(const Piece&)>& visit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// True when something of `piece` shows: not all of it is white space, control or format
/// characters. REQUIRES: valid UTF-8.
bool IsVisible(std::string_view piece);

}  // namespace firth::text
