/// From text to tokens: the vocabulary and the tokenizer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firth/types.h"

namespace firth {

/// The word that stands for a line's end where a peer has one (word2vec, fastText).
inline constexpr std::string_view kLineEndWord = "</s>";

/// A word longer than this many bytes is skipped: it is data, not language.
inline constexpr std::size_t kMaxWordBytes = 4096;

/// A list of different words, each with its id and (where known) its count.
/// Movable; copying is explicit. Threads: reading from several is safe.
class Vocabulary {
 public:
  Vocabulary();
  ~Vocabulary();
  Vocabulary(Vocabulary&&) noexcept;
  Vocabulary& operator=(Vocabulary&&) noexcept;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  /// Appends a word with the next id. A word that stands already keeps its first id for Find; the
  /// new entry is then reachable by its id alone (files of peers hold such rows).
  /// Throws Error(kInput) past kMaxTokens words.
  TokenId Add(std::string_view word, Count count = Count{0});

  /// One more occurrence of a word, which is added when it is new. Throws as Add does.
  TokenId CountOccurrence(std::string_view word);

  /// Drops the words with a count lower than `least`. The others keep their order and get new ids.
  void DropBelow(Count least);

  /// Room for so many words and bytes at once; a hint.
  void Reserve(std::size_t words, std::size_t bytes);

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  /// REQUIRES: id < size(). The view lives until the next Add or the Vocabulary's end.
  std::string_view Word(TokenId id) const;
  /// 0 when the count is not known. REQUIRES: id < size().
  Count CountOf(TokenId id) const;
  /// The sum of all counts.
  Count TotalCount() const;
  /// True when any word has a count.
  bool HasCounts() const { return TotalCount() != Count{0}; }

  std::optional<TokenId> Find(std::string_view word) const;
  /// Find for each of `words`, into as many `ids`: kNoToken where there is none. Faster than one
  /// after another.
  void FindAll(std::span<const std::string_view> words, std::span<TokenId> ids) const;
  static constexpr TokenId kNoToken{0xFFFFFFFF};

  /// Bytes of memory in use.
  std::size_t MemoryBytes() const;

  Vocabulary Clone() const;

 private:
  struct Storage;
  std::unique_ptr<Storage> storage_;
};

/// Which of the counted words are kept.
struct VocabularySettings {
  std::uint64_t min_count = 5;  ///< rarer words are dropped; 1 keeps all
  std::size_t max_words = 0;    ///< keep at most so many, the most frequent; 0: no limit
  bool line_end_word = false;   ///< `</s>` first, whatever its count, as word2vec has it
};

/// The kept words, most frequent first, equal counts in byte order of the word (so the order does
/// not depend on where in the corpus a word stood). `new_ids`, when given, receives for every id of
/// `counted` its new id, or nothing where the word was dropped.
Vocabulary Select(const Vocabulary& counted, const VocabularySettings& settings,
                  std::vector<std::optional<TokenId>>* new_ids = nullptr);

/// What the tokenizer met on its way that a user should know of.
struct TextWarnings {
  std::uint64_t invalid_utf8_lines = 0;  ///< bad bytes were replaced by U+FFFD
  std::uint64_t overlong_words = 0;      ///< longer than kMaxWordBytes, skipped
  TextWarnings& operator+=(const TextWarnings& other);
};

/// What separates words.
enum class TokenizerKind {
  kWhitespace,  ///< ASCII blanks, tabs, line ends and NUL
  kWords,       ///< Unicode's word boundaries (UAX #29); Chinese, Japanese and Thai by dictionary
  kTabs,        ///< tabs and line ends alone, so that a word may hold blanks ("New York")
};

/// What becomes of a piece of text without a letter or a number, with TokenizerKind::kWords. White
/// space and invisible characters are never tokens.
enum class Punctuation {
  kKeep,  ///< a token of its own
  kDrop,  ///< left out
};

struct TokenizerSettings {
  TokenizerKind kind{};
  Punctuation punctuation{};
  bool lowercase = false;  ///< full Unicode lower case, without regard to a language
};

/// Bytes [begin, end) of a text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// Splits text into words. An instance keeps scratch memory: one a thread.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// Replaces `words` by the words of `line` (one line, or a part of one, without its newline).
  /// The views live until the next call or until `line` ends, whichever is first.
  virtual void Split(std::string_view line, std::vector<std::string_view>& words) = 0;

  /// The same words, and where in `line`, as the caller passed it, each of them comes from: before
  /// repair, lower case and composition. `ranges` is replaced by one range a word, in order, none
  /// overlapping another. Slower than Split.
  virtual void SplitWithRanges(std::string_view line, std::vector<std::string_view>& words,
                               std::vector<TextRange>& ranges) = 0;

  /// Sum over all calls so far.
  const TextWarnings& warnings() const { return warnings_; }

 protected:
  TextWarnings warnings_;
};

/// A text as an embedding layer is fed with it.
struct NumberedText {
  Vocabulary vocabulary;     ///< ids in the order of first appearance
  std::vector<TokenId> ids;  ///< of all sentences, one after another
};

/// Splits the sentences and numbers their words as they appear. `end_symbol`, unless it is empty,
/// stands behind each sentence as a word of its own. Throws as MakeTokenizer does.
NumberedText NumberWords(std::span<const std::string_view> sentences,
                         const TokenizerSettings& settings, std::string_view end_symbol = {});

/// Repairs invalid UTF-8, then splits as the settings say. Words of TokenizerKind::kWords are in
/// normalization form C. Throws Error(kInput) when ICU's data are not installed.
std::unique_ptr<Tokenizer> MakeTokenizer(const TokenizerSettings& settings);

}  // namespace firth
