#include "eval/evaluation_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "eval/line_reader.h"
#include "firth/error.h"

namespace firth::eval {
namespace {

/// The words between runs of blanks and tabs.
std::vector<std::string_view> Words(std::string_view line) {
  constexpr std::string_view kBlank = " \t";
  std::vector<std::string_view> words;
  std::size_t at = line.find_first_not_of(kBlank);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(kBlank, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlank, end);
  }
  return words;
}

/// The fields of a line of a pairs file. The strongest separator that a line has separates it, so
/// that "New York; London; 7.2" has three fields.
std::vector<std::string_view> Fields(std::string_view line) {
  for (const char separator : {'\t', ';', ','}) {
    if (line.find(separator) == std::string_view::npos) continue;
    std::vector<std::string_view> fields;
    while (true) {
      const std::size_t end = line.find(separator);
      fields.push_back(Trimmed(line.substr(0, end)));
      if (end == std::string_view::npos) return fields;
      line.remove_prefix(end + 1);
    }
  }
  return Words(line);
}

/// Two words and a number, then perhaps the numbers of single judges.
std::optional<ScoredPair> Pair(std::string_view line) {
  const std::vector<std::string_view> fields = Fields(line);
  if (fields.size() < 3 || fields[0].empty() || fields[1].empty()) return std::nullopt;
  const bool numbers = std::all_of(fields.begin() + 2, fields.end(), [](std::string_view field) {
    return Number(field).has_value();
  });
  if (!numbers) return std::nullopt;
  return ScoredPair{fields[0], fields[1], *Number(fields[2])};
}

/// Where the two columns of a file of categories stand, as its first line names them.
struct CategoryColumns {
  std::size_t category;
  std::size_t word;
};

std::optional<CategoryColumns> FindCategoryColumns(std::string_view first_line) {
  const std::vector<std::string_view> names = Fields(first_line);
  const auto category = std::ranges::find(names, "category");
  const auto word = std::ranges::find(names, "word");
  if (category == names.end() || word == names.end()) return std::nullopt;
  return CategoryColumns{static_cast<std::size_t>(category - names.begin()),
                         static_cast<std::size_t>(word - names.begin())};
}

Error BadLine(const std::string& path, std::size_t line, std::string_view what) {
  return {ErrorKind::kFormat, fmt::format("line {}: {}", line, what), path};
}

}  // namespace

EvaluationKind DetectKind(std::string_view text, const std::string& path) {
  LineReader lines(text);
  const auto first = lines.Next();
  if (!first) throw Error(ErrorKind::kFormat, "holds no analogies, word pairs or categories", path);
  const std::size_t number = lines.number();
  if (first->starts_with(':')) return EvaluationKind::kAnalogies;
  if (FindCategoryColumns(*first)) return EvaluationKind::kCategories;
  if (Pair(*first)) return EvaluationKind::kPairs;
  const auto second = lines.Next();
  if (second && Pair(*second)) return EvaluationKind::kPairs;  // the first line is a header
  if (Words(*first).size() == 4) return EvaluationKind::kAnalogies;
  throw BadLine(path, number,
                "neither an analogy (four words) nor a word pair (two words and a number) nor the "
                "names of columns (category and word)");
}

AnalogyFile ParseAnalogies(std::string_view text, const std::string& path) {
  AnalogyFile file;
  LineReader lines(text);
  while (const auto line = lines.Next()) {
    if (line->starts_with(':')) {
      file.sections.push_back(Trimmed(line->substr(1)));
      continue;
    }
    const std::vector<std::string_view> words = Words(*line);
    if (words.size() != 4) {
      throw BadLine(path, lines.number(),
                    fmt::format("an analogy has four words, this line has {}", words.size()));
    }
    if (file.sections.empty()) file.sections.emplace_back();
    file.questions.push_back({{words[0], words[1], words[2], words[3]}, file.sections.size() - 1});
  }
  return file;
}

std::vector<ScoredPair> ParsePairs(std::string_view text, const std::string& path) {
  std::vector<ScoredPair> pairs;
  LineReader lines(text);
  bool header_may_come = true;
  while (const auto line = lines.Next()) {
    if (const auto pair = Pair(*line)) {
      pairs.push_back(*pair);
    } else if (!header_may_come) {
      throw BadLine(path, lines.number(), "expected two words and a number");
    }
    header_may_come = false;
  }
  return pairs;
}

std::vector<CategorisedWord> ParseCategories(std::string_view text, const std::string& path) {
  LineReader lines(text);
  const auto first = lines.Next();
  const auto columns = first ? FindCategoryColumns(*first) : std::nullopt;
  if (!columns) throw BadLine(path, 1, "expected the names of columns, category and word");
  std::vector<CategorisedWord> words;
  while (const auto line = lines.Next()) {
    const std::vector<std::string_view> fields = Fields(*line);
    if (fields.size() <= std::max(columns->category, columns->word)) {
      throw BadLine(path, lines.number(), "has fewer columns than the first line names");
    }
    words.push_back({fields[columns->category], fields[columns->word]});
  }
  return words;
}

}  // namespace firth::eval
