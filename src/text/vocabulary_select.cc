#include <algorithm>

#include "firth/text.h"

namespace firth {
namespace {

/// The kept ids, in their new order, without the line-end word when that has a place of its own.
std::vector<TokenId> KeptInOrder(const Vocabulary& counted, const VocabularySettings& settings) {
  std::vector<TokenId> kept;
  for (std::uint32_t i = 0; i < counted.size(); ++i) {
    const TokenId id{i};
    if (settings.line_end_word && counted.Word(id) == kLineEndWord) continue;
    if (Value(counted.CountOf(id)) >= settings.min_count) kept.push_back(id);
  }
  std::ranges::sort(kept, [&](TokenId a, TokenId b) {
    if (counted.CountOf(a) != counted.CountOf(b)) return counted.CountOf(a) > counted.CountOf(b);
    return counted.Word(a) < counted.Word(b);
  });
  if (settings.max_words > 0 && kept.size() > settings.max_words) kept.resize(settings.max_words);
  return kept;
}

}  // namespace

Vocabulary Select(const Vocabulary& counted, const VocabularySettings& settings,
                  std::vector<std::optional<TokenId>>* new_ids) {
  const std::vector<TokenId> kept = KeptInOrder(counted, settings);
  if (new_ids != nullptr) new_ids->assign(counted.size(), std::nullopt);
  Vocabulary selected;
  const auto keep = [&](TokenId id) {
    const TokenId added = selected.Add(counted.Word(id), counted.CountOf(id));
    if (new_ids != nullptr) (*new_ids)[Index(id)] = added;
  };
  if (settings.line_end_word) {
    if (const auto id = counted.Find(kLineEndWord)) {
      keep(*id);
    } else {
      selected.Add(kLineEndWord);
    }
  }
  std::ranges::for_each(kept, keep);
  return selected;
}

}  // namespace firth
