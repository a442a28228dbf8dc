/// Lines that a model is asked about.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "classify/word_ngrams.h"
#include "firth/classify.h"

namespace firth::classify {

/// Finds features and labels of some lines, which stay until Clear. Not thread-safe.
class LineReader {
 public:
  /// `model` must outlive it.
  explicit LineReader(const Classifier& model);

  void Clear();
  /// `line` is without its newline, for which there is a word `</s>`.
  void Add(std::string_view line);

  std::size_t lines() const { return lines_.size() - 1; }
  /// All lines' rows, one line's behind the other's.
  const std::vector<RowId>& rows() const { return rows_; }
  /// Where in rows() those of a line begin; of lines(), where they end.
  std::size_t RowsBegin(std::size_t line) const { return lines_[line].rows; }
  std::span<const TokenId> LabelsOf(std::size_t line) const {
    return std::span(labels_).subspan(lines_[line].labels,
                                      lines_[line + 1].labels - lines_[line].labels);
  }
  bool HasUnknownLabels(std::size_t line) const { return lines_[line].unknown_labels; }

 private:
  /// Words that are looked up together.
  static constexpr std::size_t kAtOnce = 64;

  /// Where its rows and labels begin.
  struct Line {
    std::size_t rows = 0;
    std::size_t labels = 0;
    bool unknown_labels = false;
  };

  void AddToken(std::string_view token);
  void Flush();
  void Place(std::string_view token, TokenId word);
  void AddLabel(TokenId label);
  void AddWord(std::string_view token, TokenId word);
  void AddBucket(std::uint32_t bucket);

  const Classifier& model_;
  std::uint32_t known_;
  bool has_runs_;
  std::array<std::string_view, kAtOnce> tokens_;
  std::size_t waiting_ = 0;       ///< tokens that are not looked up yet
  std::vector<WordHash> hashes_;  ///< of the line's words, where there are runs of words
  std::vector<Line> lines_;       ///< and one more, which is being read, or begins where all end
  std::vector<RowId> rows_;
  std::vector<TokenId> labels_;
};

}  // namespace firth::classify
