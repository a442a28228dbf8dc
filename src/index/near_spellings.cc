#include <algorithm>
#include <tuple>

#include "base/ascii.h"
#include "base/utf8.h"
#include "firth/index.h"
#include "index/edit_distance.h"

namespace firth {
namespace {

/// Nobody mistypes a longer word, and its distances would take long.
constexpr std::size_t kMaxLetters = 100;

std::u32string Folded(std::string_view word) {
  if (base::IsValidUtf8(word)) return index::CodePoints(base::LowerCase(word));
  std::string repaired;
  base::RepairUtf8(word, repaired);
  return index::CodePoints(base::LowerCase(repaired));
}

/// Replaces `out` by the folded letters of an ASCII word.
void FoldAscii(std::string_view word, std::u32string& out) {
  out.clear();
  for (const char c : word) out.push_back(static_cast<char32_t>(base::LowerAscii(c)));
}

}  // namespace

std::vector<std::string> NearSpellings(const Vocabulary& vocabulary, std::string_view word,
                                       std::size_t limit) {
  // A letter is at most four bytes and folding at most triples the letters: longer than this in
  // bytes is longer than kMaxLetters in letters, or as good as.
  if (word.size() > 4 * kMaxLetters) return {};
  const std::u32string folded = Folded(word);
  if (folded.empty() || folded.size() > kMaxLetters) return {};
  const std::size_t most = folded.size() <= 3 ? 1 : 2;
  index::EditDistance distance(folded);
  std::vector<std::tuple<std::size_t, std::uint32_t>>
      near;  // distance, id: frequent words are first
  std::u32string other;
  for (std::uint32_t id = 0; id < vocabulary.size(); ++id) {
    const std::string_view known = vocabulary.Word(TokenId{id});
    if (known.size() + most < folded.size() || known.size() > 4 * (folded.size() + most)) continue;
    if (base::IsAscii(known)) {
      if (known.size() > folded.size() + most) continue;
      FoldAscii(known, other);
    } else {
      other = Folded(known);
    }
    const std::size_t edits = distance.To(other, most);
    if (edits <= most) near.emplace_back(edits, id);
  }
  const std::size_t count = std::min(limit, near.size());
  std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(count));
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i) {
    words.emplace_back(vocabulary.Word(TokenId{std::get<1>(near[i])}));
  }
  return words;
}

}  // namespace firth
