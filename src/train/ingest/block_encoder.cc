#include "train/ingest/block_encoder.h"

#include "text/normalizer/line_block.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::train {

BlockEncoder::BlockEncoder(const TrainSettings& settings)
    : splits_at_blanks_(settings.tokenizer.kind == TokenizerKind::kWhitespace),
      lowercase_(settings.tokenizer.lowercase),
      sentence_length_(settings.sentence_length),
      line_end_(settings.line_end),
      tokenizer_(MakeTokenizer(settings.tokenizer)),
      find_blanks_(kernels::KernelsFor<float>(settings.cpu_target).find_blanks) {}

BlockEncoder::Prepared BlockEncoder::Prepare(const TextBlock& block) {
  std::string_view text = block.text;
  if (block.begins_in_word) {
    // The word was too long for its block, and counted as such there.
    const auto* const blank = std::ranges::find_if(text, text::IsBlank);
    text.remove_prefix(static_cast<std::size_t>(blank - text.begin()));
  }
  text = text::NormalizeLines(text, lowercase_, normalized_, blank_warnings_);
  blanks_.resize(kernels::BlankMapSize(text.size()));
  newlines_.resize(blanks_.size());
  find_blanks_({text.data(), text.size(), blanks_.data(), newlines_.data()});

  constexpr std::size_t kTail = PaddedWord::kReadable - 1;
  const std::size_t tail_begin = text.size() > kTail ? text.size() - kTail : 0;
  std::ranges::copy(text.substr(tail_begin), tail_.begin());
  return {text, tail_begin};
}

void BlockEncoder::Encode(const TextBlock& block, const Vocabulary& vocabulary,
                          std::vector<TokenId>& ids) {
  ids.clear();
  ForEachWord(
      block,
      [&](std::string_view word) {
        if (const auto id = vocabulary.Find(word)) ids.push_back(*id);
      },
      [&] { EndSentence(ids); });
}

TextWarnings BlockEncoder::warnings() const {
  TextWarnings sum = blank_warnings_;
  sum += tokenizer_->warnings();
  return sum;
}

}  // namespace firth::train
