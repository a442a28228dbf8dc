/// A block of text by the maps of its blanks: the same words and sentences as the tokenizer and
/// plain loops find. The input is a byte of settings and the text.
#include "train/ingest/block_encoder.h"

#include <string>
#include <string_view>
#include <vector>

#include "fuzz_reader.h"

namespace {

using firth::TrainSettings;

TrainSettings Settings(unsigned bits) {
  TrainSettings settings;
  settings.tokenizer.lowercase = (bits & 1) != 0;
  if ((bits & 2) != 0) settings.line_end = firth::LineEnd::kFasttext;
  if ((bits & 4) != 0) settings.sentence_length = 3;
  if ((bits & 8) != 0) settings.cpu_target = firth::CpuTarget::kScalar;
  return settings;
}

/// Words and the ends of sentences, a word's end being a byte that is in none.
class Sentences {
 public:
  void Add(std::string_view word) { text_.append(word).push_back('\n'); }
  void End() { text_.append("\n"); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string ByTokenizer(const TrainSettings& settings, std::string_view text) {
  Sentences sentences;
  firth::fuzz::ForEachSplitLine(text, settings.tokenizer, [&](auto& words, bool ended) {
    if (ended && settings.line_end == firth::LineEnd::kFasttext) {
      words.push_back(firth::kLineEndWord);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      sentences.Add(words[i]);
      if ((i + 1) % settings.sentence_length == 0 || i + 1 == words.size()) sentences.End();
    }
  });
  return sentences.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const TrainSettings settings = Settings(data[0]);
  // A copy that ends where the text does: what is read behind it is found.
  const std::vector<char> bytes(data + 1, data + size);
  firth::TextBlock block;
  block.text = {bytes.data(), bytes.size()};
  block.begins_in_word = (data[0] & 16) != 0;
  firth::train::BlockEncoder encoder(settings);
  Sentences sentences;
  const std::uint64_t tokens = encoder.ForEachWord(
      block, [&](std::string_view word) { sentences.Add(word); }, [&] { sentences.End(); });
  firth::fuzz::Require(tokens <= bytes.size());
  if (block.begins_in_word) return 0;
  firth::fuzz::Require(sentences.text() == ByTokenizer(settings, block.text));
  return 0;
}
