#include "text/phrases.h"

#include <cmath>
#include <utility>

namespace firth::text {
namespace {

/// In the order and precision of word2phrase.c: another one would join other pairs at the border.
double Word2phraseScore(std::uint64_t a, std::uint64_t b, std::uint64_t ab, std::uint64_t min_count,
                        std::uint64_t words) {
  return static_cast<float>(ab - min_count) / static_cast<float>(a) / static_cast<float>(b) *
         static_cast<float>(words);
}

double Npmi(std::uint64_t a, std::uint64_t b, std::uint64_t ab, std::uint64_t words) {
  const auto all = static_cast<double>(words);
  const double p_a = static_cast<double>(a) / all;
  const double p_b = static_cast<double>(b) / all;
  const double p_ab = static_cast<double>(ab) / all;
  return std::log(p_ab / (p_a * p_b)) / -std::log(p_ab);
}

double ThresholdOf(const PhraseSettings& settings) {
  const double threshold = settings.Threshold();
  const bool single = settings.score == PhraseScore::kWord2phrase;
  return single ? static_cast<double>(static_cast<float>(threshold)) : threshold;
}

}  // namespace

PhraseCounts::PhraseCounts(const PhraseSettings& settings, std::uint64_t most_bytes)
    : settings_(settings),
      most_bytes_(most_bytes),
      threshold_(ThresholdOf(settings)),
      start_(settings.delimiter) {
  for (const std::string& word : settings.connector_words) connectors_.Insert(word);
}

void PhraseCounts::Add(std::string_view word) {
  ++words_;
  if (start_.open() && !start_.Fits(word)) start_.Clear();
  if (IsConnector(word)) {
    if (start_.open()) start_.Append(word);
    return;
  }
  Count(word);
  if (start_.open()) Count(start_.Join(word));
  start_.Begin(word);
}

void PhraseCounts::EndLine() {
  if (settings_.score == PhraseScore::kNpmi) start_.Clear();
}

void PhraseCounts::Count(std::string_view entry) {
  const std::size_t before = table_.size();
  table_.CountOccurrence(entry);
  if (table_.size() > before && IsTooLarge()) DropRarest();
}

void PhraseCounts::DropRarest() {
  while (table_.size() > 0 && IsTooLarge()) table_.DropBelow(firth::Count{++min_kept_});
}

std::uint64_t PhraseCounts::CountOf(std::string_view entry) const {
  const auto id = table_.Find(entry);
  return id ? Value(table_.CountOf(*id)) : 0;
}

std::optional<double> PhraseCounts::Score(std::string_view first, std::string_view last,
                                          std::string_view joined) const {
  const std::uint64_t min_count = settings_.min_count;
  const std::uint64_t ab = CountOf(joined);
  if (ab < min_count) return std::nullopt;  // nearly always: looked up first
  const std::uint64_t a = CountOf(first);
  const std::uint64_t b = CountOf(last);
  if (a == 0 || b == 0) return std::nullopt;
  if (settings_.score == PhraseScore::kNpmi) {
    const double score = Npmi(a, b, ab, words_);
    return std::isfinite(score) ? std::optional(score) : std::nullopt;
  }
  if (a < min_count || b < min_count) return std::nullopt;
  return Word2phraseScore(a, b, ab, min_count, words_);
}

}  // namespace firth::text
