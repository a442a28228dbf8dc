/// A text with labels as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "firth/classify.h"

namespace firth {

struct LabelledLines::Storage {
  /// Where a line's words and labels are; both are at least one.
  struct Line {
    std::uint64_t words_begin;
    std::uint64_t labels_begin;
    std::uint32_t words;
    std::uint32_t labels;
  };

  Vocabulary words{};   ///< known ones
  Vocabulary labels{};  ///< known ones
  Vocabulary rare{};    ///< unknown words: their numbers follow those of known ones
  std::uint64_t tokens = 0;
  std::optional<WordVectors> pretrained{};
  std::vector<std::uint32_t> word_ids{};  ///< of all lines, one after another
  std::vector<TokenId> label_ids{};
  std::vector<Line> lines{};  ///< with a known label

  std::span<const std::uint32_t> WordsOf(const Line& line) const {
    return {word_ids.data() + line.words_begin, line.words};
  }
  std::span<const TokenId> LabelsOf(const Line& line) const {
    return {label_ids.data() + line.labels_begin, line.labels};
  }
  std::uint64_t MemoryBytes() const {
    return words.MemoryBytes() + labels.MemoryBytes() + rare.MemoryBytes() +
           word_ids.capacity() * sizeof(std::uint32_t) + label_ids.capacity() * sizeof(TokenId) +
           lines.capacity() * sizeof(Line);
  }
};

}  // namespace firth
