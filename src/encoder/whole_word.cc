#include "encoder/whole_word.h"

#include <vector>

#include "text/bert/words.h"

namespace firth::encoder {

std::optional<std::string> WholeWord(const WordPieceSettings& settings, std::string_view word) {
  std::vector<std::string> found;
  text::BertWords words(settings, [&](const text::BertWord& part) {
    if (part.characters() <= settings.longest_word) found.emplace_back(part.bytes());
  });
  words.Split(word, 0);
  if (found.size() != 1) return std::nullopt;
  return std::move(found.front());
}

}  // namespace firth::encoder
