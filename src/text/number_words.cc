#include "firth/text.h"

namespace firth {

NumberedText NumberWords(std::span<const std::string_view> sentences,
                         const TokenizerSettings& settings, std::string_view end_symbol) {
  NumberedText text;
  const auto tokenizer = MakeTokenizer(settings);
  std::vector<std::string_view> words;
  for (const std::string_view sentence : sentences) {
    tokenizer->Split(sentence, words);
    for (const std::string_view word : words) {
      text.ids.push_back(text.vocabulary.CountOccurrence(word));
    }
    if (!end_symbol.empty()) text.ids.push_back(text.vocabulary.CountOccurrence(end_symbol));
  }
  return text;
}

}  // namespace firth
