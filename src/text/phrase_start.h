/// The beginning of what may become a phrase.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "firth/text.h"

namespace firth::text {

/// A word and the connector words behind it.
class PhraseStart {
 public:
  explicit PhraseStart(std::string delimiter) : delimiter_(std::move(delimiter)) {}

  bool open() const { return !ends_.empty(); }
  void Clear() { ends_.clear(); }

  void Begin(std::string_view word) {
    text_.assign(word);
    ends_.assign(1, text_.size());
  }

  /// Is there room for one more word? A phrase is at most as long as a word may be, so that a text
  /// of nothing but connector words does not pile up. REQUIRES: open().
  bool Fits(std::string_view word) const {
    return ends_.back() + delimiter_.size() + word.size() <= kMaxWordBytes;
  }

  /// REQUIRES: open().
  void Append(std::string_view connector) {
    CutTo(ends_.back());
    text_.append(delimiter_).append(connector);
    ends_.push_back(text_.size());
  }

  /// REQUIRES: open(). All views of this class live until its next change or call of Join.
  std::string_view first() const { return std::string_view(text_).substr(0, ends_.front()); }

  /// The phrase that `last` would make of it. REQUIRES: open().
  std::string_view Join(std::string_view last) {
    CutTo(ends_.back());
    return text_.append(delimiter_).append(last);
  }

  template <class Visit>
  void ForEachWord(const Visit& visit) const {
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      visit(std::string_view(text_).substr(begin, end - begin));
      begin = end + delimiter_.size();
    }
  }

 private:
  void CutTo(std::size_t length) { text_.resize(length); }

  std::string delimiter_;
  std::string text_;
  std::vector<std::size_t> ends_;  ///< where each word ends in text_
};

}  // namespace firth::text
