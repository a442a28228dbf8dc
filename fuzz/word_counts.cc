/// Counting the words of a text: the counts are those of a plain map, the most frequent word
/// first. The input is a byte of settings and the text.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "firth/train.h"
#include "fuzz_reader.h"

namespace {

using firth::TrainSettings;

TrainSettings Settings(unsigned bits) {
  TrainSettings settings;
  settings.threads = 1;
  settings.min_count = 1 + (bits & 1);
  if ((bits & 2) != 0) settings.max_vocab = 3;
  if ((bits & 4) != 0) settings.tokenizer.kind = firth::TokenizerKind::kWords;
  if ((bits & 8) != 0) settings.tokenizer.kind = firth::TokenizerKind::kTabs;
  return settings;
}

using WordCount = std::pair<std::string, std::uint64_t>;

std::vector<WordCount> ByMap(const TrainSettings& settings, std::string_view text) {
  std::map<std::string, std::uint64_t, std::less<>> counts;
  firth::fuzz::ForEachSplitLine(text, settings.tokenizer, [&](const auto& words, bool) {
    for (const std::string_view word : words) ++counts[std::string(word)];
  });
  std::erase_if(counts, [&](const auto& entry) { return entry.second < settings.min_count; });
  std::vector<WordCount> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(), &WordCount::second);
  if (settings.max_vocab > 0 && sorted.size() > settings.max_vocab) {
    sorted.resize(settings.max_vocab);
  }
  return sorted;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const TrainSettings settings = Settings(data[0]);
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::vector<WordCount> expected = ByMap(settings, text);
  try {
    const firth::Vocabulary vocabulary = CountWords(*firth::TextCorpus(text), settings);
    firth::fuzz::Require(vocabulary.size() == expected.size());
    for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
      firth::fuzz::Require(vocabulary.Word(firth::TokenId{i}) == expected[i].first);
      firth::fuzz::Require(Value(vocabulary.CountOf(firth::TokenId{i})) == expected[i].second);
    }
  } catch (const firth::Error&) {
    firth::fuzz::Require(expected.empty());
  }
  return 0;
}
