/// Joining phrases, with few entries in the table: no word is lost or changed. The input is a byte
/// of settings, a line of connector words, a line with the delimiter, and the text.
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "firth/phrases.h"
#include "firth/text.h"
#include "fuzz_reader.h"
#include "text/phrase_joiner.h"
#include "text/phrase_passes.h"

namespace {

using firth::text::PhraseCounts;

std::string_view TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

firth::PhraseSettings Settings(unsigned bits, std::string_view connectors,
                               std::string_view delimiter) {
  firth::PhraseSettings settings;
  settings.score = (bits & 1) != 0 ? firth::PhraseScore::kNpmi : firth::PhraseScore::kWord2phrase;
  settings.threshold = (bits & 2) != 0 ? 0.5 : 0;
  settings.min_count = 1 + (bits >> 2 & 3);
  settings.passes = 1 + (bits >> 4 & 3);
  settings.delimiter = delimiter;
  const auto tokenizer = firth::MakeTokenizer({});  // the words may be its own copies
  std::vector<std::string_view> words;
  tokenizer->Split(connectors, words);
  settings.connector_words.assign(words.begin(), words.end());
  Validate(settings);
  // Fewer than may be asked for, so that a short text fills the table.
  if ((bits & 64) != 0) settings.max_entries = 8;
  return settings;
}

template <class OnWord, class OnLineEnd>
void Read(std::string_view text, const OnWord& on_word, const OnLineEnd& on_line_end) {
  firth::fuzz::ForEachSplitLine(text, {}, [&](const auto& words, bool) {
    for (const std::string_view word : words) on_word(word);
    on_line_end();
  });
}

/// Lines of words with `between` between them.
class Lines {
 public:
  explicit Lines(std::string_view between) : between_(between) {}
  void Add(std::string_view word) {
    if (!text_.empty() && text_.back() != '\n') text_ += between_;
    text_ += word;
  }
  void EndLine() { text_ += '\n'; }
  const std::string& text() const { return text_; }

 private:
  std::string between_;
  std::string text_;
};

void CheckScores(const PhraseCounts& counts, std::string_view text) {
  firth::text::PhraseList list(counts);
  Read(
      text, [&](std::string_view word) { list.Add(word); }, [&] { list.EndLine(); });
  for (const auto& entry : list.Sorted()) {
    firth::fuzz::Require(std::isfinite(entry.score) && !entry.words.empty());
  }
}

void Join(const firth::PhraseSettings& settings, std::string_view text) {
  firth::text::PhrasePasses passes;
  for (std::size_t pass = 0; pass < settings.passes; ++pass) {
    PhraseCounts counts(settings);
    const auto count = [&](std::string_view word) { counts.Add(word); };
    Read(
        text, [&](std::string_view word) { passes.Add(word, 0, pass, count); },
        [&] {
          passes.EndLine(0, pass, count);
          counts.EndLine();
        });
    passes.Append(std::move(counts));
  }
  CheckScores(passes.counts(0), text);
  Lines before(settings.delimiter);
  Lines after(settings.delimiter);
  const auto out = [&](std::string_view word) { after.Add(word); };
  Read(
      text,
      [&](std::string_view word) {
        before.Add(word);
        passes.Add(word, 0, passes.size(), out);
      },
      [&] {
        before.EndLine();
        passes.EndLine(0, passes.size(), out);
        after.EndLine();
      });
  firth::fuzz::Require(before.text() == after.text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string_view connectors = TakeLine(text);
  const std::string_view delimiter = TakeLine(text);
  try {
    Join(Settings(data[0], connectors, delimiter), text);
  } catch (const firth::Error&) {
  }
  return 0;
}
