/// A text line by line, with numbers for messages.
#pragma once

#include <cstddef>
#include <string_view>

namespace firth::formats {

/// Lines end with LF or CR LF; the last may lack its end. Blanks at the end of a line, and blank
/// lines at the end of the text, are not part of it.
class Lines {
 public:
  /// `first_number` is the number of the first line of `text` in its file.
  explicit Lines(std::string_view text, std::size_t first_number = 1);

  /// Moves to the next line; false at the end.
  bool Next();

  std::string_view line() const { return line_; }
  /// Of the current line; after the end, of the one that is missing.
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  std::size_t number_;
};

/// How many lines Lines finds.
std::size_t CountLines(std::string_view text);

}  // namespace firth::formats
