#include <string>

#include "firth/text.h"
#include "text/normalizer/lowercase.h"
#include "text/normalizer/utf8_repair.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth {
namespace {

class WhitespaceTokenizer final : public Tokenizer {
 public:
  explicit WhitespaceTokenizer(const TokenizerSettings& settings) : settings_(settings) {}

  void Split(std::string_view line, std::vector<std::string_view>& words) override {
    line = text::RepairLine(line, repaired_, warnings_);
    if (settings_.lowercase) line = text::LowerCaseLine(line, lowered_);
    text::SplitAtBlanks(line, words, warnings_);
  }

 private:
  TokenizerSettings settings_;
  std::string repaired_;
  std::string lowered_;
};

}  // namespace

TextWarnings& TextWarnings::operator+=(const TextWarnings& other) {
  invalid_utf8_lines += other.invalid_utf8_lines;
  overlong_words += other.overlong_words;
  return *this;
}

std::unique_ptr<Tokenizer> MakeTokenizer(const TokenizerSettings& settings) {
  return std::make_unique<WhitespaceTokenizer>(settings);
}

}  // namespace firth
