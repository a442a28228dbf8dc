#include <deque>
#include <string>

#include "base/utf8.h"
#include "firth/text.h"
#include "text/normalizer/lowercase.h"
#include "text/normalizer/nfc.h"
#include "text/normalizer/source_places.h"
#include "text/normalizer/utf8_repair.h"
#include "text/pre_tokenizer/tabs.h"
#include "text/pre_tokenizer/whitespace.h"
#include "text/pre_tokenizer/words.h"

namespace firth {
namespace {

struct BlankSplitter {
  explicit BlankSplitter(const TokenizerSettings& /*settings*/) {}

  template <class Visit>
  void ForEach(std::string_view line, const Visit& visit) {
    text::ForEachBetweenBlanks(line, visit);
  }
  static constexpr bool kComposes = false;
};

struct TabSplitter {
  explicit TabSplitter(const TokenizerSettings& /*settings*/) {}

  template <class Visit>
  void ForEach(std::string_view line, const Visit& visit) {
    text::ForEachBetweenTabs(line, visit);
  }
  static constexpr bool kComposes = false;
};

struct UnicodeSplitter : text::WordSplitter {
  explicit UnicodeSplitter(const TokenizerSettings& settings)
      : text::WordSplitter(settings.punctuation) {}
  static constexpr bool kComposes = true;
};

/// The text is split as it stands; each word is then lower-cased and composed by itself, so that it
/// has a place in the text whatever its new length. What is lower-cased between blanks is the same
/// as in the whole line: the one rule that looks around, the final sigma's, stops at blanks.
template <class Splitter>
class SplittingTokenizer final : public Tokenizer {
 public:
  explicit SplittingTokenizer(const TokenizerSettings& settings)
      : lowercase_(settings.lowercase), splitter_(settings) {}

  void Split(std::string_view line, std::vector<std::string_view>& words) override {
    words.clear();
    line = text::RepairLine(line, repaired_, warnings_);
    bool changes = lowercase_ || Splitter::kComposes;
    if (changes && base::IsAscii(line)) {
      // The quick way for most text: letters keep their places.
      if (lowercase_) line = text::LowerCaseLine(line, lowered_);
      changes = false;
    }
    ForEachWord(line, changes,
                [&](std::string_view word, std::string_view) { words.push_back(word); });
  }

  void SplitWithRanges(std::string_view line, std::vector<std::string_view>& words,
                       std::vector<TextRange>& ranges) override {
    words.clear();
    ranges.clear();
    const std::string_view repaired = places_.Repair(line, warnings_);
    ForEachWord(repaired, true, [&](std::string_view word, std::string_view raw) {
      const auto begin = static_cast<std::size_t>(raw.data() - repaired.data());
      words.push_back(word);
      ranges.push_back(places_.Source({begin, begin + raw.size()}));
    });
  }

 private:
  /// Calls visit(word, the same as it stands in `line`).
  template <class Visit>
  void ForEachWord(std::string_view line, bool changes, const Visit& visit) {
    changed_used_ = 0;
    splitter_.ForEach(line, [&](std::string_view raw) {
      const std::string_view word = changes ? Normalized(raw) : raw;
      if (word.size() <= kMaxWordBytes) {
        visit(word, raw);
      } else {
        ++warnings_.overlong_words;
      }
    });
  }

  std::string_view Normalized(std::string_view word) {
    if (lowercase_) word = text::LowerCaseLine(word, NextScratch());
    if (Splitter::kComposes && !base::IsAscii(word)) word = text::Compose(word, NextScratch());
    return word;
  }

  /// A string that stays in its place until the next line.
  std::string& NextScratch() {
    if (changed_used_ == changed_.size()) changed_.emplace_back();
    return changed_[changed_used_++];
  }

  bool lowercase_;
  Splitter splitter_;
  std::string repaired_;
  std::string lowered_;
  text::SourcePlaces places_;
  std::deque<std::string> changed_;
  std::size_t changed_used_ = 0;
};

}  // namespace

TextWarnings& TextWarnings::operator+=(const TextWarnings& other) {
  invalid_utf8_lines += other.invalid_utf8_lines;
  overlong_words += other.overlong_words;
  return *this;
}

std::unique_ptr<Tokenizer> MakeTokenizer(const TokenizerSettings& settings) {
  switch (settings.kind) {
    case TokenizerKind::kWords:
      return std::make_unique<SplittingTokenizer<UnicodeSplitter>>(settings);
    case TokenizerKind::kTabs:
      return std::make_unique<SplittingTokenizer<TabSplitter>>(settings);
    case TokenizerKind::kWhitespace:
      break;
  }
  return std::make_unique<SplittingTokenizer<BlankSplitter>>(settings);
}

}  // namespace firth
