#include "train/block_encoder.h"

namespace firth::train {

BlockEncoder::BlockEncoder(const TrainSettings& settings)
    : tokenizer_(MakeTokenizer(settings.tokenizer)),
      sentence_length_(settings.sentence_length),
      line_end_(settings.line_end) {}

void BlockEncoder::Encode(std::string_view text, const Vocabulary& vocabulary,
                          std::vector<TokenId>& ids) {
  ids.clear();
  ForEachWord(
      text,
      [&](std::string_view word) {
        if (const auto id = vocabulary.Find(word)) ids.push_back(*id);
      },
      [&] { EndSentence(ids); });
}

}  // namespace firth::train
