/// What every fuzz target does: hand the bytes to a reader, which may refuse them by firth::Error
/// and in no other way, and touch everything that it gives back.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "corpus/lines.h"
#include "firth/error.h"
#include "firth/text.h"
#include "firth/word_vectors.h"
#include "formats/source.h"

namespace firth::fuzz {

inline void Require(bool holds) {
  if (!holds) std::abort();
}

/// Reads every byte of every word and checks every number.
inline void Touch(const Vocabulary& vocabulary) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    for (const char c : vocabulary.Word(id)) sum += static_cast<unsigned char>(c);
    Require(vocabulary.Find(vocabulary.Word(id)).has_value());
  }
  volatile std::uint64_t sink = sum;
  static_cast<void>(sink);
}

inline void Touch(const WordVectors& vectors) {
  Touch(vectors.vocabulary());
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    for (const float value : vectors.matrix().Row(RowId{static_cast<std::uint32_t>(i)})) {
      Require(std::isfinite(value));
    }
  }
}

/// `read` takes a formats::Source.
template <class Reader>
int Run(const std::uint8_t* data, std::size_t size, const Reader& read) {
  const formats::Source source{{reinterpret_cast<const char*>(data), size}, "fuzz", nullptr};
  try {
    Touch(read(source));
  } catch (const Error&) {
  }
  return 0;
}

/// The same for a format of two files, words and vectors: the input is the words, a NUL and the
/// vectors.
template <class Reader>
int RunOnTwo(const std::uint8_t* data, std::size_t size, const Reader& read) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = bytes.find('\0');
  if (end == std::string_view::npos) return 0;
  const formats::Source words{bytes.substr(0, end), "words", nullptr};
  return Run(data + end + 1, size - end - 1,
             [&](const formats::Source& vectors) { return read(vectors, words); });
}

/// visit(words, ended) for each line of the text as the tokenizer splits it; whether a newline ends
/// it. `words` may be added to, and live during the call only.
template <class Visit>
void ForEachSplitLine(std::string_view text, const TokenizerSettings& settings,
                      const Visit& visit) {
  const auto tokenizer = MakeTokenizer(settings);
  std::vector<std::string_view> words;
  corpus::ForEachLine(text, [&](std::string_view line, bool ended) {
    tokenizer->Split(line, words);
    visit(words, ended);
  });
}

}  // namespace firth::fuzz
