#include <fmt/format.h>

#include <algorithm>

#include "firth/error.h"
#include "firth/phrases.h"
#include "firth/types.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth {
namespace {

constexpr double kWord2phraseThreshold = 100;
constexpr double kNpmiThreshold = 0.5;

void Require(bool holds, const std::string& message) {
  if (!holds) throw Error(ErrorKind::kSettings, message);
}

}  // namespace

double PhraseSettings::Threshold() const {
  return threshold.value_or(score == PhraseScore::kNpmi ? kNpmiThreshold : kWord2phraseThreshold);
}

void Validate(const PhraseSettings& settings) {
  const bool npmi = settings.score == PhraseScore::kNpmi;
  const double threshold = settings.Threshold();
  Require(settings.min_count >= 1 && settings.min_count <= 1'000'000'000'000,
          fmt::format("--min-count is {}, but must be from 1 to 10^12", settings.min_count));
  Require(!npmi || (threshold >= -1 && threshold <= 1),
          fmt::format("--threshold is {}, but must be from -1 to 1 with --score npmi", threshold));
  Require(npmi || (threshold >= 0 && threshold <= 1e30),
          fmt::format("--threshold is {}, but must be from 0 to 1e30", threshold));
  Require(!settings.delimiter.empty() &&
              std::ranges::none_of(settings.delimiter, [](char c) { return text::IsBlank(c); }),
          "--delimiter must be one or several characters, none of them blank");
  Require(settings.passes >= 1 && settings.passes <= 10,
          fmt::format("--passes is {}, but must be from 1 to 10", settings.passes));
  Require(settings.max_entries >= 1000 && settings.max_entries < kMaxTokens,
          fmt::format("--max-entries is {}, but must be from 1000 to {}", settings.max_entries,
                      kMaxTokens - 1));
  Require(settings.memory_limit == 0 || settings.memory_limit >= 1'000'000,
          fmt::format("--memory-limit is {} bytes, but phrases take 1 MB at least",
                      settings.memory_limit));
}

std::vector<std::string> EnglishConnectorWords() {
  return {"a",    "an", "the", "for", "of", "with", "without", "at",
          "from", "to", "in",  "on",  "by", "and",  "or"};
}

}  // namespace firth
