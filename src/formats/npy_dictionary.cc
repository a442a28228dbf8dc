#include "formats/npy_dictionary.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace firth::formats {
namespace {

/// Takes piece after piece off the front of a text; blanks between them are passed over.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) { SkipBlanks(); }

  bool AtEnd() const { return rest_.empty(); }

  bool Take(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    SkipBlanks();
    return true;
  }

  /// A string in either kind of quotes, without escapes.
  std::optional<std::string_view> TakeString() {
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return std::nullopt;
    const auto end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view string = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    SkipBlanks();
    return string;
  }

  std::optional<std::uint64_t> TakeNumber() {
    std::uint64_t value = 0;
    const auto [stop, status] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (status == std::errc::invalid_argument) return std::nullopt;
    if (status != std::errc()) value = std::numeric_limits<std::uint64_t>::max();
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    SkipBlanks();
    return value;
  }

  /// A list up to its own bracket, whatever is in it: the fields of a structured array.
  bool SkipList() {
    if (!rest_.starts_with('[')) return false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == '[') ++depth;
      if (rest_[i] != ']' || --depth > 0) continue;
      rest_.remove_prefix(i + 1);
      SkipBlanks();
      return true;
    }
    return false;
  }

 private:
  void SkipBlanks() {
    const auto first = rest_.find_first_not_of(" \t\n");
    rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
  }

  std::string_view rest_;
};

/// "(3, 4)", "(3,)", "()"
std::optional<std::vector<std::uint64_t>> TakeShape(Scanner& scanner) {
  std::vector<std::uint64_t> shape;
  if (!scanner.Take("(")) return std::nullopt;
  while (!scanner.Take(")")) {
    const auto number = scanner.TakeNumber();
    if (!number) return std::nullopt;
    shape.push_back(*number);
    if (scanner.Take(",")) continue;
    if (!scanner.Take(")")) return std::nullopt;
    break;
  }
  return shape;
}

bool TakeDescr(Scanner& scanner, NpyDictionary& dictionary) {
  if (const auto descr = scanner.TakeString()) {
    dictionary.descr = *descr;
    return true;
  }
  return scanner.SkipList();
}

bool TakeOrder(Scanner& scanner, NpyDictionary& dictionary) {
  dictionary.fortran_order = scanner.Take("True");
  return dictionary.fortran_order || scanner.Take("False");
}

}  // namespace

std::optional<NpyDictionary> ParseNpyDictionary(std::string_view text) {
  NpyDictionary dictionary;
  bool has_descr = false;
  bool has_order = false;
  bool has_shape = false;
  Scanner scanner(text);
  if (!scanner.Take("{")) return std::nullopt;
  while (!scanner.Take("}")) {
    const auto key = scanner.TakeString();
    if (!key || !scanner.Take(":")) return std::nullopt;
    if (*key == "descr" && !has_descr) {
      has_descr = TakeDescr(scanner, dictionary);
      if (!has_descr) return std::nullopt;
    } else if (*key == "fortran_order" && !has_order) {
      has_order = TakeOrder(scanner, dictionary);
      if (!has_order) return std::nullopt;
    } else if (*key == "shape" && !has_shape) {
      const auto shape = TakeShape(scanner);
      if (!shape) return std::nullopt;
      dictionary.shape = *shape;
      has_shape = true;
    } else {
      return std::nullopt;
    }
    if (scanner.Take(",")) continue;
    if (!scanner.Take("}")) return std::nullopt;
    break;
  }
  if (!has_descr || !has_order || !has_shape || !scanner.AtEnd()) return std::nullopt;
  return dictionary;
}

}  // namespace firth::formats
