#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "firth/error.h"
#include "firth/index.h"

namespace firth {
namespace {

std::string WithThousands(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

Error UnknownWord(const Vocabulary& vocabulary, std::string_view word) {
  std::string message =
      fmt::format("\"{}\" is not among the {} words", word, WithThousands(vocabulary.size()));
  const std::vector<std::string> near = NearSpellings(vocabulary, word);
  if (!near.empty()) message += fmt::format("; near it: {}", fmt::join(near, ", "));
  return {ErrorKind::kNotFound, message};
}

std::vector<ScoredWord> Named(const Vocabulary& vocabulary,
                              const std::vector<Neighbor>& neighbors) {
  std::vector<ScoredWord> words;
  words.reserve(neighbors.size());
  for (const Neighbor& neighbor : neighbors) {
    const TokenId id{static_cast<std::uint32_t>(neighbor.row)};
    words.push_back({std::string(vocabulary.Word(id)), neighbor.score});
  }
  return words;
}

}  // namespace

WordQueries::WordQueries(const WordVectors& vectors, CpuTarget target)
    : vectors_(vectors), index_(vectors.matrix().view(), 0, target) {}

TokenId WordQueries::Require(std::string_view word) const {
  const auto id = vectors_.vocabulary().Find(word);
  if (!id) throw UnknownWord(vectors_.vocabulary(), word);
  return *id;
}

std::vector<ScoredWord> WordQueries::Neighbors(std::span<const std::string> words,
                                               std::size_t k) const {
  // The sum points where the mean points, and a cosine sees no length.
  std::vector<float> sum(index_.dim());
  std::vector<float> unit(index_.dim());
  std::vector<RowId> rows;
  for (const std::string& word : words) {
    rows.push_back(RowOf(Require(word)));
    index_.UnitRow(rows.back(), unit);
    std::ranges::transform(sum, unit, sum.begin(), std::plus<>{});
  }
  if (rows.empty()) return {};
  return Named(vectors_.vocabulary(), index_.Search(sum, k, rows));
}

float WordQueries::Similarity(std::string_view a, std::string_view b) const {
  std::vector<float> unit_a(index_.dim());
  std::vector<float> unit_b(index_.dim());
  index_.UnitRow(RowOf(Require(a)), unit_a);
  index_.UnitRow(RowOf(Require(b)), unit_b);
  const double cosine = std::inner_product(unit_a.begin(), unit_a.end(), unit_b.begin(), 0.0);
  return static_cast<float>(std::clamp(cosine, -1.0, 1.0));
}

std::vector<ScoredWord> WordQueries::Analogy(std::string_view a, std::string_view b,
                                             std::string_view c, std::size_t k) const {
  const std::vector<RowId> rows = {RowOf(Require(a)), RowOf(Require(b)), RowOf(Require(c))};
  constexpr float kSigns[] = {-1, 1, 1};
  std::vector<float> target(index_.dim());
  std::vector<float> unit(index_.dim());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    index_.UnitRow(rows[i], unit);
    for (std::size_t d = 0; d < unit.size(); ++d) target[d] += kSigns[i] * unit[d];
  }
  return Named(vectors_.vocabulary(), index_.Search(target, k, rows));
}

}  // namespace firth
