#include "train/checkpoint/grow_vocabulary.h"

namespace firth::train {
namespace {

Count CountIn(const Vocabulary& vocabulary, std::string_view word) {
  const auto id = vocabulary.Find(word);
  return id ? vocabulary.CountOf(*id) : Count{0};
}

}  // namespace

Vocabulary Grow(const Vocabulary& old, const Vocabulary& counted,
                const VocabularySettings& settings, bool grows) {
  Vocabulary all;
  for (std::uint32_t i = 0; i < old.size(); ++i) {
    const TokenId id{i};
    all.Add(old.Word(id), old.CountOf(id) + CountIn(counted, old.Word(id)));
  }
  if (!grows) return all;
  VocabularySettings of_new = settings;
  of_new.max_words = 0;
  const Vocabulary selected = Select(counted, of_new);
  for (std::uint32_t i = 0; i < selected.size(); ++i) {
    const TokenId id{i};
    if (settings.max_words > 0 && all.size() >= settings.max_words) break;
    if (!old.Find(selected.Word(id))) all.Add(selected.Word(id), selected.CountOf(id));
  }
  return all;
}

}  // namespace firth::train
