/// Lines that a model is asked about.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "classify/word_ngrams.h"
#include "firth/classify.h"

namespace firth::classify {

/// Finds a line's features and labels. Not thread-safe.
class LineReader {
 public:
  /// `model` must outlive it.
  explicit LineReader(const Classifier& model);

  /// `line` is without its newline, for which there is a word `</s>`.
  void Read(std::string_view line);

  const std::vector<RowId>& rows() const { return rows_; }
  const std::vector<TokenId>& labels() const { return labels_; }
  bool has_unknown_labels() const { return unknown_labels_; }

 private:
  void AddToken(std::string_view token);
  void AddLabel(std::optional<TokenId> label);
  void AddWord(std::string_view token, std::optional<TokenId> word);
  void AddBucket(std::uint32_t bucket);

  const Classifier& model_;
  std::uint32_t known_;
  bool has_runs_;
  std::vector<WordHash> hashes_;  ///< of the line's words, where there are runs of words
  std::vector<std::uint32_t> buckets_;
  std::vector<RowId> rows_;
  std::vector<TokenId> labels_;
  bool unknown_labels_ = false;
};

}  // namespace firth::classify
