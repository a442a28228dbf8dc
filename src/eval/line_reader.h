/// The lines of a text that is in memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace firth::eval {

/// Lines that say something: without blanks at their ends, empty ones and `#` comments left out, a
/// byte order mark in front passed over. Lines end in "\n" or "\r\n". The views point into the
/// text.
class LineReader {
 public:
  explicit LineReader(std::string_view text);

  /// Nothing at the end.
  std::optional<std::string_view> Next();
  /// The number of the line that Next returned last, from 1.
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// `text` without blanks, tabs and the like at its ends.
std::string_view Trimmed(std::string_view text);

/// A finite number that takes all of `text`.
std::optional<double> Number(std::string_view text);

}  // namespace firth::eval
