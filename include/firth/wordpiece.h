/// From text to word pieces, as BERT and its kin read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/text.h"

namespace firth {

/// A piece of a WordPieceTokenizer's vocabulary: 0 is its first.
enum class PieceId : std::uint32_t {};

constexpr std::size_t Index(PieceId id) { return static_cast<std::size_t>(id); }

/// How text becomes words, and words pieces. The names are those of Hugging Face's BertNormalizer
/// and WordPiece, whose results these are.
struct WordPieceSettings {
  bool clean_text = true;            ///< control characters go, white space becomes blanks
  bool handle_chinese_chars = true;  ///< each ideograph is a word
  bool strip_accents = true;         ///< NFD, without nonspacing marks
  bool lowercase = true;
  /// A word that is not made of known pieces; empty: such a word counts for nothing.
  std::string unknown = "[UNK]";
  std::string continuation = "##";  ///< begins the pieces that do not begin a word
  std::size_t longest_word = 100;   ///< characters; a longer word is unknown
  std::string begin = "[CLS]";      ///< stands before each text; empty: nothing does
  std::string end = "[SEP]";        ///< stands behind it; empty: nothing does
  /// Written in a text, these are themselves, whatever stands around them.
  std::vector<std::string> special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
};

/// A text as an encoder takes it.
struct Encoding {
  std::vector<PieceId> ids;
  /// Where in the text each piece comes from, in bytes; empty ranges at 0 for `begin` and `end`.
  std::vector<TextRange> ranges;
  std::size_t left_out = 0;  ///< pieces beyond the limit

  void Clear() {
    ids.clear();
    ranges.clear();
    left_out = 0;
  }
};

/// Devlin et al. 2019 (arXiv 1810.04805), with the longest piece first. Pieces and places are those
/// of Hugging Face's tokenizers (docs/encoder.md names the version); broken UTF-8 is read as
/// U+FFFD, which clean_text drops.
/// Threads: encoding from several is safe.
class WordPieceTokenizer {
 public:
  /// Piece i of `pieces` has id i. Throws Error: kInput when `unknown`, `begin` or `end` is not
  /// among them.
  WordPieceTokenizer(const std::vector<std::string>& pieces, WordPieceSettings settings);
  ~WordPieceTokenizer();
  WordPieceTokenizer(WordPieceTokenizer&&) noexcept;
  WordPieceTokenizer& operator=(WordPieceTokenizer&&) noexcept;

  /// Replaces `encoding` by that of `text`: `begin`, its pieces, `end`, at most `limit` in all (at
  /// least 2; 0: no limit).
  void Encode(std::string_view text, std::size_t limit, Encoding& encoding) const;

  std::size_t size() const;
  /// REQUIRES: id < size().
  std::string_view Piece(PieceId id) const;
  std::optional<PieceId> Find(std::string_view piece) const;
  const WordPieceSettings& settings() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace firth
