#include "text/bert/pieces.h"

#include <algorithm>

namespace firth::text {

Pieces::Pieces(const std::vector<std::string>& pieces, std::string_view continuation) {
  for (const std::string& piece : pieces) {
    const auto inserted = all_.Insert(piece);
    if (!inserted.is_new) {
      all_.AppendHidden(piece);
      continue;
    }
    longest_ = std::max(longest_, piece.size());
    if (continuation.empty() || !piece.starts_with(continuation)) continue;
    if (inner_.Insert(std::string_view(piece).substr(continuation.size())).is_new) {
      inner_ids_.push_back(PieceId{inserted.id});
    }
  }
}

std::optional<PieceId> Pieces::Find(std::string_view piece) const {
  const auto id = all_.Find(piece);
  if (!id) return std::nullopt;
  return PieceId{*id};
}

std::optional<Pieces::Longest> Pieces::LongestFrom(const BertWord& word, std::size_t begin) const {
  const std::size_t first = word.Start(begin);
  for (std::size_t end = word.characters(); end > begin; --end) {
    const std::size_t length = word.Start(end) - first;
    if (length > longest_) continue;
    const std::string_view piece = word.bytes().substr(first, length);
    const auto id = begin == 0 ? all_.Find(piece) : inner_.Find(piece);
    if (id) return Longest{begin == 0 ? PieceId{*id} : inner_ids_[*id], end};
  }
  return std::nullopt;
}

bool Pieces::Append(const BertWord& word, Encoding& encoding) const {
  const std::size_t before = encoding.ids.size();
  for (std::size_t begin = 0; begin < word.characters();) {
    const auto longest = LongestFrom(word, begin);
    if (!longest) {
      encoding.ids.resize(before);
      encoding.ranges.resize(before);
      return false;
    }
    encoding.ids.push_back(longest->id);
    encoding.ranges.push_back(word.Range(begin, longest->end));
    begin = longest->end;
  }
  return true;
}

}  // namespace firth::text
