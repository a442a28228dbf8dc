/// A text line by line, with numbers for messages.
#pragma once

#include <cstddef>
#include <string_view>

namespace firth::formats {

/// The lines as they stand: ended by LF or CR LF, blanks and empty lines included; only the last
/// may lack its end.
class RawLines {
 public:
  /// `first_number` is the number of the first line of `text` in its file.
  explicit RawLines(std::string_view text, std::size_t first_number = 1)
      : rest_(text), number_(first_number - 1) {}

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

/// The same without blanks at the end of a line and blank lines at the end of the text.
class Lines {
 public:
  explicit Lines(std::string_view text, std::size_t first_number = 1);

  bool Next();
  std::string_view line() const { return line_; }
  std::size_t number() const { return lines_.number(); }

 private:
  RawLines lines_;
  std::string_view line_;
};

/// How many lines Lines finds.
std::size_t CountLines(std::string_view text);

}  // namespace firth::formats
