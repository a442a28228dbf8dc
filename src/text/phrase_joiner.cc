#include "text/phrase_joiner.h"

#include <algorithm>

namespace firth::text {

void PhraseList::Add(std::string_view word) {
  if (start_.open() && !key_.Fits(word)) EndLine();
  if (counts_.IsConnector(word)) {
    if (!start_.open()) return;
    start_.Append(word);
    key_.Append(word);
    return;
  }
  if (start_.open()) {
    const std::string_view joined = key_.Join(word);
    const auto score = counts_.Score(key_.first(), word, joined);
    if (score && shown_.Insert(start_.Join(word)).is_new) scores_.push_back(*score);
  }
  start_.Begin(word);
  key_.Begin(word);
}

void PhraseList::EndLine() {
  start_.Clear();
  key_.Clear();
}

std::vector<PhraseList::Entry> PhraseList::Sorted() const {
  std::vector<Entry> entries;
  entries.reserve(scores_.size());
  for (std::uint32_t i = 0; i < scores_.size(); ++i)
    entries.push_back({shown_.Word(i), scores_[i]});
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return a.score != b.score ? a.score > b.score : a.words < b.words;
  });
  return entries;
}

}  // namespace firth::text
