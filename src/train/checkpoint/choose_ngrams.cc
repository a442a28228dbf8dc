#include "train/checkpoint/choose_ngrams.h"

#include <fmt/format.h>

#include <utility>

#include "firth/error.h"

namespace firth::train {
namespace {

Vocabulary Counted(const Vocabulary& words, const TrainSettings& settings) {
  std::uint64_t taken = 0;
  return CountNgrams(words, settings.model.subwords, [&](std::size_t bytes) {
    taken += bytes;
    if (taken <= settings.MemoryLimit()) return;
    constexpr double kMegabyte = 1e6;
    throw Error(ErrorKind::kMemory,
                fmt::format("counting n-grams takes {:.0f} MB, the limit is {:.0f} MB; lower "
                            "--maxn or --max-vocab, or raise --min-count or --memory-limit",
                            static_cast<double>(taken) / kMegabyte,
                            static_cast<double>(settings.MemoryLimit()) / kMegabyte));
  });
}

/// All of `old`, then those of `counted` that it lacks.
Vocabulary Joined(const Vocabulary& old, const Vocabulary& counted) {
  Vocabulary all = old.Clone();
  for (std::uint32_t i = 0; i < counted.size(); ++i) {
    const std::string_view ngram = counted.Word(TokenId{i});
    if (!old.Find(ngram)) all.Add(ngram, counted.CountOf(TokenId{i}));
  }
  return all;
}

}  // namespace

std::shared_ptr<const Vocabulary> ChooseNgrams(const Vocabulary& words,
                                               const TrainSettings& settings,
                                               const TrainedModel* before, bool grows) {
  const SubwordSettings& subwords = settings.model.subwords;
  if (!subwords.enabled() || !subwords.exact()) return nullptr;
  const bool has = before != nullptr && before->ngrams != nullptr;
  if (has && !grows) return before->ngrams;
  Vocabulary counted = Counted(words, settings);
  if (has) return std::make_shared<const Vocabulary>(Joined(*before->ngrams, counted));
  if (counted.empty()) {
    throw Error(ErrorKind::kInput,
                fmt::format("no n-gram of {} to {} characters occurs {} times; lower "
                            "--min-ngram-count, or train without: --maxn 0",
                            subwords.min_length, subwords.max_length, subwords.min_count));
  }
  return std::make_shared<const Vocabulary>(std::move(counted));
}

}  // namespace firth::train
