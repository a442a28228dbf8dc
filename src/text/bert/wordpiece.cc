#include "firth/wordpiece.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "firth/error.h"
#include "text/bert/pieces.h"
#include "text/bert/words.h"

namespace firth {
namespace {

/// None for a piece that is not wanted.
std::optional<PieceId> Wanted(const text::Pieces& pieces, std::string_view piece) {
  if (piece.empty()) return std::nullopt;
  if (const auto id = pieces.Find(piece)) return *id;
  throw Error(ErrorKind::kInput, fmt::format("the pieces lack {}", piece));
}

/// A special piece where a text names it.
struct Special {
  std::string_view bytes;
  PieceId id;
};

}  // namespace

struct WordPieceTokenizer::Parts {
  Parts(const std::vector<std::string>& all, WordPieceSettings given)
      : settings(std::move(given)),
        pieces(all, settings.continuation),
        unknown(Wanted(pieces, settings.unknown)),
        begin(Wanted(pieces, settings.begin)),
        end(Wanted(pieces, settings.end)) {
    for (const std::string& name : settings.special) {
      const auto id = pieces.Find(name);
      if (!id || name.empty()) continue;
      special.push_back({name, *id});
      if (first_bytes.find(name.front()) == std::string::npos) first_bytes += name.front();
    }
    // Of two that begin alike the longer one counts.
    std::ranges::stable_sort(special, std::greater<>(),
                             [](const Special& one) { return one.bytes.size(); });
  }

  struct Found {
    std::size_t at;  ///< npos: nothing more
    const Special* special;
  };
  /// The first special piece in `text` from `at` on.
  Found NextSpecial(std::string_view text, std::size_t at) const {
    for (;; ++at) {
      at = text.find_first_of(first_bytes, at);
      if (at == std::string_view::npos) return {at, nullptr};
      for (const Special& one : special) {
        if (text.substr(at).starts_with(one.bytes)) return {at, &one};
      }
    }
  }

  WordPieceSettings settings;
  text::Pieces pieces;
  std::optional<PieceId> unknown;
  std::optional<PieceId> begin;
  std::optional<PieceId> end;
  std::vector<Special> special;
  std::string first_bytes;  ///< with which special pieces begin
};

WordPieceTokenizer::WordPieceTokenizer(const std::vector<std::string>& pieces,
                                       WordPieceSettings settings)
    : parts_(std::make_unique<Parts>(pieces, std::move(settings))) {}
WordPieceTokenizer::~WordPieceTokenizer() = default;
WordPieceTokenizer::WordPieceTokenizer(WordPieceTokenizer&&) noexcept = default;
WordPieceTokenizer& WordPieceTokenizer::operator=(WordPieceTokenizer&&) noexcept = default;

void WordPieceTokenizer::Encode(std::string_view text, std::size_t limit,
                                Encoding& encoding) const {
  const Parts& parts = *parts_;
  encoding.Clear();
  const auto append = [&](std::optional<PieceId> id, TextRange range) {
    if (!id) return;
    encoding.ids.push_back(*id);
    encoding.ranges.push_back(range);
  };
  const std::size_t room = limit - (limit != 0 && parts.end ? 1 : 0);
  // Word by word: a text that is much too long takes no memory for what is left out.
  const auto cut = [&] {
    if (limit == 0 || encoding.ids.size() <= room) return;
    encoding.left_out += encoding.ids.size() - room;
    encoding.ids.resize(room);
    encoding.ranges.resize(room);
  };
  append(parts.begin, {});
  text::BertWords words(parts.settings, [&](const text::BertWord& word) {
    if (word.characters() > parts.settings.longest_word || !parts.pieces.Append(word, encoding)) {
      append(parts.unknown, word.Range(0, word.characters()));
    }
    cut();
  });
  std::size_t plain = 0;  // the text since the last special piece begins here
  for (;;) {
    const auto [at, special] = parts.NextSpecial(text, plain);
    words.Split(text.substr(plain, at - plain), plain);
    if (special == nullptr) break;
    append(special->id, {at, at + special->bytes.size()});
    cut();
    plain = at + special->bytes.size();
  }
  cut();
  append(parts.end, {});
}

std::size_t WordPieceTokenizer::size() const { return parts_->pieces.size(); }
std::string_view WordPieceTokenizer::Piece(PieceId id) const { return parts_->pieces.Piece(id); }
std::optional<PieceId> WordPieceTokenizer::Find(std::string_view piece) const {
  return parts_->pieces.Find(piece);
}
const WordPieceSettings& WordPieceTokenizer::settings() const { return parts_->settings; }

}  // namespace firth
