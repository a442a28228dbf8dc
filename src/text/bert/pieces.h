/// The vocabulary of word pieces, and the longest of them first.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/wordpiece.h"
#include "text/bert/words.h"
#include "text/word_table.h"

namespace firth::text {

/// Threads: reading from several is safe.
class Pieces {
 public:
  Pieces(const std::vector<std::string>& pieces, std::string_view continuation);

  std::optional<PieceId> Find(std::string_view piece) const;
  std::string_view Piece(PieceId id) const { return all_.Word(static_cast<std::uint32_t>(id)); }
  std::size_t size() const { return all_.size(); }

  /// Appends the pieces of `word`, and their ranges; false, and nothing appended, when it is not
  /// made of known pieces.
  bool Append(const BertWord& word, Encoding& encoding) const;

 private:
  struct Longest {
    PieceId id;
    std::size_t end;  ///< the character behind it
  };
  std::optional<Longest> LongestFrom(const BertWord& word, std::size_t begin) const;

  WordTable all_;
  WordTable inner_;  ///< pieces that go on, without their mark
  std::vector<PieceId> inner_ids_;
  std::size_t longest_ = 0;  ///< bytes
};

}  // namespace firth::text
