#include "train/memory_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "train/memory_estimate.h"
#include "train/settings/storage.h"

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

/// Tries what could be lowered.
class Advisor {
 public:
  /// All must outlive it.
  Advisor(const Ingested& ingested, const TrainSettings& settings, const MemoryBesides& besides)
      : ingested_(ingested),
        settings_(settings),
        besides_(besides),
        limit_(settings.MemoryLimit()),
        ids_(ingested.ids ? ingested.ids->MemoryBytes() : 0),
        model_(ingested, settings, besides),
        needed_(model_.For(settings).Total()) {}

  bool Bf16Fits() const {
    const bool alone = !besides_.together && settings_.ranks.shard == ModelShard::kNone;
    return alone && WhyNotBf16(settings_) == nullptr &&
           Fits([](TrainSettings& changed) { changed.storage = RowStorage::kBf16; });
  }

  std::uint64_t LargestDim() const {
    return Largest(settings_.model.dim, [this](std::uint64_t dim) {
      return Fits([dim](TrainSettings& changed) { changed.model.dim = dim; });
    });
  }

  std::uint64_t MostBuckets() const {
    return Largest(settings_.model.subwords.buckets, [this](std::uint64_t buckets) {
      return Fits([buckets](TrainSettings& changed) { changed.model.subwords.buckets = buckets; });
    });
  }

  /// The least count that leaves as few n-grams as fit; 0 when it is not known how often they
  /// occur, or none fits.
  std::uint64_t LeastNgramCount() const {
    const Vocabulary& ngrams = *ingested_.ngrams;
    if (!ngrams.HasCounts()) return 0;
    const auto occurrences = [&](std::uint64_t i) {
      return Value(ngrams.CountOf(TokenId{static_cast<std::uint32_t>(i)}));
    };
    Ingested part = WithWords(ingested_.vocabulary.Clone());
    const auto taken = [&](std::uint64_t count) {
      part.ngrams = std::make_shared<const Vocabulary>(First(ngrams, count));
      return Taken(part);
    };
    std::uint64_t count = Guess(ngrams.size(), taken(0));
    for (int i = 0; i < kTries && count > 0; ++i, count = count * 9 / 10) {
      const std::uint64_t least = RoundedUp(occurrences(count) + 1);
      while (count > 0 && occurrences(count - 1) < least) --count;
      if (count == 0) return 0;
      if (taken(count) <= limit_) return least;
    }
    return 0;
  }

  /// How many of the most frequent words fit.
  std::uint64_t LargestVocabulary() const {
    const auto taken = [&](std::uint64_t words) {
      Ingested part = WithWords(First(ingested_.vocabulary, words));
      if (ingested_.ngrams) {
        part.ngrams = std::make_shared<const Vocabulary>(
            CountNgrams(part.vocabulary, settings_.model.subwords));
      }
      return Taken(part);
    };
    std::uint64_t words = Guess(ingested_.vocabulary.size(), taken(0));
    for (int i = 0; i < kTries && words > 0; ++i) {
      words = Rounded(words);
      if (taken(words) <= limit_) return words;
      words = words * 9 / 10;
    }
    return 0;
  }

 private:
  /// Vocabularies are made anew to be measured, so that few are tried.
  static constexpr int kTries = 10;

  template <class Change>
  bool Fits(const Change& change) const {
    TrainSettings changed = settings_;
    change(changed);
    return model_.For(changed).Total() <= limit_;
  }

  Ingested WithWords(Vocabulary words) const {
    Ingested part;
    part.vocabulary = std::move(words);
    part.tokens_before = ingested_.tokens_before;
    return part;
  }

  std::uint64_t Taken(const Ingested& part) const {
    return MemoryModel(part, settings_, besides_).For(settings_).Total() + ids_;
  }

  /// About how many of `all` words or n-grams fit, fewer than all: what they take is nearly a
  /// multiple of how many they are. `none`: what is taken without any.
  std::uint64_t Guess(std::uint64_t all, std::uint64_t none) const {
    if (all < 2 || none >= limit_) return 0;
    const double one = static_cast<double>(needed_ - none) / static_cast<double>(all);
    return std::min<std::uint64_t>(
        all - 1, static_cast<std::uint64_t>(static_cast<double>(limit_ - none) / one));
  }

  const Ingested& ingested_;
  const TrainSettings& settings_;
  const MemoryBesides& besides_;
  std::uint64_t limit_;
  std::uint64_t ids_;
  MemoryModel model_;
  std::uint64_t needed_;
};

}  // namespace

std::string FittingFlags(const Ingested& ingested, const TrainSettings& settings,
                         const MemoryBesides& besides) {
  const Advisor advisor(ingested, settings, besides);
  std::vector<std::string> flags;
  const auto add = [&flags](const char* name, std::uint64_t value) {
    if (value > 0) flags.push_back(fmt::format("--{} {}", name, value));
  };
  if (advisor.Bf16Fits()) flags.emplace_back("--storage bf16");
  add("dim", advisor.LargestDim());
  if (ingested.ngrams) {
    add("min-ngram-count", advisor.LeastNgramCount());
  } else if (settings.model.subwords.enabled()) {
    add("bucket", advisor.MostBuckets());
  }
  add("max-vocab", advisor.LargestVocabulary());
  if (flags.empty()) return "";
  const std::string last = flags.back();
  flags.pop_back();
  if (flags.empty()) return last + " would fit";
  return fmt::format("{} or {} would fit", fmt::join(flags, ", "), last);
}

}  // namespace firth::train
