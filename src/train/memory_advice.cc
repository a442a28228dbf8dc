#include "train/memory_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "train/memory.h"

namespace firth::train {
namespace {

/// Down to two digits: 123,456 becomes 120,000.
std::uint64_t Rounded(std::uint64_t value) {
  std::uint64_t unit = 1;
  while (value / unit >= 100) unit *= 10;
  return value / unit * unit;
}

/// Up to two digits: 121,456 becomes 130,000.
std::uint64_t RoundedUp(std::uint64_t value) {
  const std::uint64_t down = Rounded(value);
  if (down == value) return value;
  std::uint64_t unit = 1;
  while (value / unit >= 100) unit *= 10;
  return down + unit;
}

/// The largest value below `now` that fits, rounded; 0 when not even 1 does. What takes memory must
/// grow with the value.
std::uint64_t Largest(std::uint64_t now, const std::function<bool(std::uint64_t)>& fits) {
  std::uint64_t low = 0;
  std::uint64_t high = now;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (fits(middle) ? low : high) = middle;
  }
  return Rounded(low);
}

Vocabulary First(const Vocabulary& all, std::uint64_t count) {
  Vocabulary first;
  for (std::uint32_t i = 0; i < count; ++i) {
    first.Add(all.Word(TokenId{i}), all.CountOf(TokenId{i}));
  }
  return first;
}

std::shared_ptr<const Vocabulary> Counted(const Vocabulary& words, const TrainSettings& settings) {
  return std::make_shared<const Vocabulary>(CountNgrams(words, settings.model.subwords));
}

/// The least count that leaves as few n-grams as fit; 0 when it is not known how often they occur,
/// or none fits. What they take is nearly a multiple of how many they are, so that few are tried.
std::uint64_t LeastNgramCount(const Ingested& ingested, const TrainSettings& settings,
                              std::uint64_t limit, std::uint64_t others) {
  const Vocabulary& ngrams = *ingested.ngrams;
  if (!ngrams.HasCounts()) return 0;
  const auto occurrences = [&](std::uint64_t i) {
    return Value(ngrams.CountOf(TokenId{static_cast<std::uint32_t>(i)}));
  };
  const auto taken = [&](std::uint64_t count) {
    Ingested part;
    part.vocabulary = ingested.vocabulary.Clone();
    part.tokens_before = ingested.tokens_before;
    part.ngrams = std::make_shared<const Vocabulary>(First(ngrams, count));
    return EstimateMemory(part, settings).Total() + others;
  };
  const std::uint64_t none = taken(0);
  if (none >= limit) return 0;
  const double one =
      static_cast<double>(taken(ngrams.size()) - none) / static_cast<double>(ngrams.size());
  auto count = std::min<std::uint64_t>(
      ngrams.size() - 1, static_cast<std::uint64_t>(static_cast<double>(limit - none) / one));
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i, count = count * 9 / 10) {
    const std::uint64_t least = RoundedUp(occurrences(count) + 1);
    while (count > 0 && occurrences(count - 1) < least) --count;
    if (count == 0) return 0;
    if (taken(count) <= limit) return least;
  }
  return 0;
}

/// How many of the most frequent words fit. Vocabularies are made anew to be measured, so that few
/// are tried: by what a word takes on the mean, and then fewer until they do.
std::uint64_t LargestVocabulary(const Ingested& ingested, const TrainSettings& settings,
                                std::uint64_t limit, std::uint64_t others) {
  const auto taken = [&](std::uint64_t words) {
    Ingested part;
    part.vocabulary = First(ingested.vocabulary, words);
    part.tokens_before = ingested.tokens_before;
    if (ingested.ngrams) part.ngrams = Counted(part.vocabulary, settings);
    return EstimateMemory(part, settings).Total() + others;
  };
  const std::uint64_t all = ingested.vocabulary.size();
  const std::uint64_t none = taken(0);
  if (all < 2 || none >= limit) return 0;
  const double word = static_cast<double>(taken(all) - none) / static_cast<double>(all);
  auto words = std::min<std::uint64_t>(
      all - 1, static_cast<std::uint64_t>(static_cast<double>(limit - none) / word));
  constexpr int kTries = 10;
  for (int i = 0; i < kTries && words > 0; ++i) {
    words = Rounded(words);
    if (taken(words) <= limit) return words;
    words = words * 9 / 10;
  }
  return 0;
}

}  // namespace

std::string FittingFlags(const Ingested& ingested, const TrainSettings& settings,
                         std::uint64_t limit, std::uint64_t held_out) {
  std::vector<std::string> flags;
  const auto add = [&flags](const char* name, std::uint64_t value) {
    if (value > 0) flags.push_back(fmt::format("--{} {}", name, value));
  };
  const auto fits = [&](const TrainSettings& changed) {
    return EstimateMemory(ingested, changed).Total() + held_out <= limit;
  };
  add("dim", Largest(settings.model.dim, [&](std::uint64_t dim) {
        TrainSettings changed = settings;
        changed.model.dim = dim;
        return fits(changed);
      }));
  const std::uint64_t ids = ingested.ids ? ingested.ids->MemoryBytes() : 0;
  if (ingested.ngrams) {
    add("min-ngram-count", LeastNgramCount(ingested, settings, limit, held_out + ids));
  } else if (settings.model.subwords.enabled()) {
    add("bucket", Largest(settings.model.subwords.buckets, [&](std::uint64_t buckets) {
          TrainSettings changed = settings;
          changed.model.subwords.buckets = buckets;
          return fits(changed);
        }));
  }
  add("max-vocab", LargestVocabulary(ingested, settings, limit, held_out + ids));
  if (flags.empty()) return "";
  const std::string last = flags.back();
  flags.pop_back();
  if (flags.empty()) return last + " would fit";
  return fmt::format("{} or {} would fit", fmt::join(flags, ", "), last);
}

}  // namespace firth::train
