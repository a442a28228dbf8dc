/// Text to words, sentence by sentence: the one place that knows what a sentence is.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/lines.h"
#include "firth/train.h"
#include "kernels/kernels.h"
#include "text/padded_word.h"

namespace firth::train {

/// Stands between two sentences in a list of ids.
inline constexpr TokenId kSentenceEnd{0xFFFFFFFF};

/// Cuts a block of text into sentences: lines, cut after `sentence_length` tokens. (A line that is
/// longer than a block is cut where a block ends, too: a sentence lies in one block.) It keeps
/// scratch memory: one a thread.
class BlockEncoder {
 public:
  explicit BlockEncoder(const TrainSettings& settings);

  /// Calls on_word(word) for every token, `</s>` included where the settings make it one, and
  /// on_sentence_end() after the last token of each sentence that has any. Returns the number of
  /// tokens, unknown ones included. A word is a text::PaddedWord that lives until the end of this
  /// call where the text is split at blanks, and else a std::string_view that lives until the next.
  template <class OnWord, class OnSentenceEnd>
  std::uint64_t ForEachWord(const TextBlock& block, const OnWord& on_word,
                            const OnSentenceEnd& on_sentence_end) {
    if (splits_at_blanks_) return ForEachBetweenBlanks(block, on_word, on_sentence_end);
    return ForEachToken(block.text, on_word, on_sentence_end);
  }

  /// Replaces `ids` by the known words of `block` with kSentenceEnd between sentences.
  void Encode(const TextBlock& block, const Vocabulary& vocabulary, std::vector<TokenId>& ids);

  TextWarnings warnings() const;

 private:
  using PaddedWord = text::PaddedWord;

  /// The text of a block as it is split at blanks, and the maps of its blanks.
  struct Prepared {
    std::string_view text;
    /// A word that begins from here on lies in `tail`, padded.
    std::size_t tail_begin = 0;
  };

  Prepared Prepare(const TextBlock& block);

  PaddedWord WordAt(const Prepared& prepared, std::size_t begin, std::size_t end) const {
    const char* data = begin < prepared.tail_begin ? prepared.text.data() + begin
                                                   : tail_.data() + (begin - prepared.tail_begin);
    return {data, end - begin};
  }

  /// Counts the tokens of a line and ends its sentences.
  template <class OnSentenceEnd>
  struct Sentences {
    std::size_t most;
    const OnSentenceEnd& on_end;
    std::size_t in_sentence = 0;

    void AddToken() {
      if (++in_sentence == most) End();
    }
    void End() {
      if (in_sentence > 0) on_end();
      in_sentence = 0;
    }
  };

  template <class OnWord, class OnSentenceEnd>
  std::uint64_t ForEachToken(std::string_view text, const OnWord& on_word,
                             const OnSentenceEnd& on_sentence_end) {
    std::uint64_t tokens = 0;
    Sentences<OnSentenceEnd> sentences{sentence_length_, on_sentence_end};
    corpus::ForEachLine(text, [&](std::string_view line, bool ended) {
      tokenizer_->Split(line, words_);
      if (ended && line_end_ == LineEnd::kFasttext) words_.push_back(kLineEndWord);
      for (const std::string_view word : words_) {
        on_word(word);
        sentences.AddToken();
      }
      sentences.End();
      tokens += words_.size();
    });
    return tokens;
  }

  /// The same, by the maps of blanks and newlines. Where 64 bytes end, a word may be open.
  template <class OnWord, class OnSentenceEnd>
  std::uint64_t ForEachBetweenBlanks(const TextBlock& block, const OnWord& on_word,
                                     const OnSentenceEnd& on_sentence_end) {
    static constexpr char kPaddedLineEnd[PaddedWord::kReadable + 1] = "</s>";
    const Prepared prepared = Prepare(block);
    std::uint64_t tokens = 0;
    Sentences<OnSentenceEnd> sentences{sentence_length_, on_sentence_end};
    const auto take = [&](PaddedWord word) {
      on_word(word);
      ++tokens;
      sentences.AddToken();
    };
    const auto take_between = [&](std::size_t begin, std::size_t end) {
      if (end - begin <= kMaxWordBytes) [[likely]] {
        take(WordAt(prepared, begin, end));
      } else {
        ++blank_warnings_.overlong_words;
      }
    };
    std::uint64_t blank_before = 1;
    std::size_t open = 0;  // where the word began that is not at its end
    for (std::size_t i = 0; i < blanks_.size(); ++i) {
      const std::uint64_t after_blank = blanks_[i] << 1 | blank_before;
      std::uint64_t begins = ~blanks_[i] & after_blank;
      const std::uint64_t ends = blanks_[i] & ~after_blank;
      if (blank_before == 0 && begins == 0 && ends == 0) continue;  // the middle of a long word
      for (std::uint64_t events = ends | newlines_[i]; events != 0; events &= events - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(events));
        if ((ends >> bit & 1) != 0) {
          if (blank_before != 0) {
            open = i * 64 + static_cast<unsigned>(std::countr_zero(begins));
            begins &= begins - 1;
          }
          blank_before = 1;
          take_between(open, i * 64 + bit);
        }
        if ((newlines_[i] >> bit & 1) != 0) {
          if (line_end_ == LineEnd::kFasttext) {
            take({static_cast<const char*>(kPaddedLineEnd), kLineEndWord.size()});
          }
          sentences.End();
        }
      }
      if (begins != 0) open = i * 64 + static_cast<unsigned>(std::countr_zero(begins));
      blank_before = blanks_[i] >> 63;
    }
    if (blank_before == 0) take_between(open, prepared.text.size());
    sentences.End();
    return tokens;
  }

  bool splits_at_blanks_;
  bool lowercase_;
  std::size_t sentence_length_;
  LineEnd line_end_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::vector<std::string_view> words_;

  // For splitting at blanks.
  void (*find_blanks_)(const kernels::BlankPlan& plan);
  TextWarnings blank_warnings_;
  std::string normalized_;
  std::vector<std::uint64_t> blanks_;
  std::vector<std::uint64_t> newlines_;
  std::array<char, 2 * PaddedWord::kReadable> tail_{};
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
