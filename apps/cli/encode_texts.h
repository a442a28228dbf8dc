/// The texts that `firth encode` reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firth::cli {

struct TextsInput {
  std::string file = "-";
  std::string field;  ///< empty: a line is a text; else a JSON object with the text in this field
};

/// The texts and what they are views of.
struct Texts {
  std::string bytes;
  std::vector<std::string> fields;
  std::vector<std::string_view> views;
};

/// Plain, gzip or zstd. An empty line is an empty text. Throws Error: kNotFound, kIo, kFormat (a
/// line is no JSON object with that field), naming the line.
Texts ReadTexts(const TextsInput& input);

}  // namespace firth::cli
