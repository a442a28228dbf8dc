/// Text to words, sentence by sentence: the one place that knows what a sentence is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "corpus/lines.h"
#include "firth/train.h"

namespace firth::train {

/// Stands between two sentences in a list of ids.
inline constexpr TokenId kSentenceEnd{0xFFFFFFFF};

/// Cuts a block of text into sentences: lines, cut after `sentence_length` tokens. It keeps scratch
/// memory: one a thread.
class BlockEncoder {
 public:
  explicit BlockEncoder(const TrainSettings& settings);

  /// Calls on_word(word) for every token, `</s>` included where the settings make it one, and
  /// on_sentence_end() after the last token of each sentence that has any. Returns the number of
  /// tokens, unknown ones included.
  template <class OnWord, class OnSentenceEnd>
  std::uint64_t ForEachWord(std::string_view text, const OnWord& on_word,
                            const OnSentenceEnd& on_sentence_end) {
    std::uint64_t tokens = 0;
    corpus::ForEachLine(text, [&](std::string_view line, bool ended) {
      tokenizer_->Split(line, words_);
      if (ended && line_end_ == LineEnd::kFasttext) words_.push_back(kLineEndWord);
      for (std::size_t i = 0; i < words_.size(); ++i) {
        on_word(words_[i]);
        if ((i + 1) % sentence_length_ == 0 || i + 1 == words_.size()) on_sentence_end();
      }
      tokens += words_.size();
    });
    return tokens;
  }

  /// Replaces `ids` by the known words of `text` with kSentenceEnd between sentences.
  void Encode(std::string_view text, const Vocabulary& vocabulary, std::vector<TokenId>& ids);

  const TextWarnings& warnings() const { return tokenizer_->warnings(); }

 private:
  std::unique_ptr<Tokenizer> tokenizer_;
  std::size_t sentence_length_;
  LineEnd line_end_;
  std::vector<std::string_view> words_;
};

/// Ends a sentence in a list of ids, unless nothing was added since the last end.
inline void EndSentence(std::vector<TokenId>& ids) {
  if (!ids.empty() && ids.back() != kSentenceEnd) ids.push_back(kSentenceEnd);
}

/// Takes the first sentence off a list of ids; its end goes too, but is not part of what is
/// returned.
inline std::span<const TokenId> TakeSentence(std::span<const TokenId>& ids) {
  const auto length = static_cast<std::size_t>(std::ranges::find(ids, kSentenceEnd) - ids.begin());
  const std::span<const TokenId> sentence = ids.first(length);
  ids = ids.subspan(std::min(length + 1, ids.size()));
  return sentence;
}

}  // namespace firth::train
