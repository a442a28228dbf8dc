/// The files that hold questions: analogies, word pairs and categories.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "firth/eval.h"

namespace firth::eval {

/// `words[0]` is to `words[1]` as `words[2]` is to `words[3]`.
struct Question {
  std::array<std::string_view, 4> words;
  std::size_t section;  ///< in AnalogyFile::sections
};

struct AnalogyFile {
  std::vector<std::string_view> sections;
  std::vector<Question> questions;
};

struct ScoredPair {
  std::string_view a;
  std::string_view b;
  double score;
};

struct CategorisedWord {
  std::string_view category;
  std::string_view word;
};

/// What `text` holds. `path` is for messages alone. The results of all point into `text`.
/// Throws Error(kFormat) with the line.
EvaluationKind DetectKind(std::string_view text, const std::string& path);
AnalogyFile ParseAnalogies(std::string_view text, const std::string& path);
std::vector<ScoredPair> ParsePairs(std::string_view text, const std::string& path);
std::vector<CategorisedWord> ParseCategories(std::string_view text, const std::string& path);

}  // namespace firth::eval
