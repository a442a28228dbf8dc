#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>

#include "base/display.h"
#include "firth/error.h"
#include "firth/index.h"

namespace firth {
namespace {

Error UnknownWord(const Vocabulary& vocabulary, std::string_view word) {
  std::string message =
      fmt::format("\"{}\" is not among the {} words", word, base::WithThousands(vocabulary.size()));
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

TokenId RequireWord(const Vocabulary& vocabulary, std::string_view word) {
  const auto id = vocabulary.Find(word);
  if (!id) throw UnknownWord(vocabulary, word);
  return *id;
}

std::vector<float> RequireVector(const WordVectors& vectors, std::string_view word) {
  auto vector = vectors.VectorOf(word);
  if (!vector) throw UnknownWord(vectors.vocabulary(), word);
  return *std::move(vector);
}

WordQueries::WordQueries(const WordVectors& vectors, CpuTarget target)
    : vectors_(vectors), index_(vectors.matrix().view(), 0, target) {}

std::optional<RowId> WordQueries::UnitVector(std::string_view word, std::span<float> unit) const {
  if (const auto id = vectors_.vocabulary().Find(word)) {
    index_.UnitRow(RowOf(*id), unit);
    return RowOf(*id);
  }
  const std::vector<float> vector = RequireVector(vectors_, word);
  const double length =
      std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
  const auto scale = static_cast<float>(length > 0 ? 1 / length : 0);
  std::ranges::transform(vector, unit.begin(), [scale](float x) { return x * scale; });
  return std::nullopt;
}

std::vector<ScoredWord> WordQueries::Neighbors(std::span<const std::string> words,
                                               std::size_t k) const {
  // The sum points where the mean points, and a cosine sees no length.
  std::vector<float> sum(index_.dim());
  std::vector<float> unit(index_.dim());
  std::vector<RowId> rows;
  for (const std::string& word : words) {
    if (const auto row = UnitVector(word, unit)) rows.push_back(*row);
    std::ranges::transform(sum, unit, sum.begin(), std::plus<>{});
  }
  if (words.empty()) return {};
  return Named(vectors_.vocabulary(), index_.Search(sum, k, rows));
}

float WordQueries::Similarity(std::string_view a, std::string_view b) const {
  std::vector<float> unit_a(index_.dim());
  std::vector<float> unit_b(index_.dim());
  UnitVector(a, unit_a);
  UnitVector(b, unit_b);
  const double cosine = std::inner_product(unit_a.begin(), unit_a.end(), unit_b.begin(), 0.0);
  return static_cast<float>(std::clamp(cosine, -1.0, 1.0));
}

std::vector<ScoredWord> WordQueries::Analogy(std::string_view a, std::string_view b,
                                             std::string_view c, std::size_t k,
                                             AnalogyMethod method) const {
  const Vocabulary& vocabulary = vectors_.vocabulary();
  const AnalogyRows question = {RowOf(RequireWord(vocabulary, a)),
                                RowOf(RequireWord(vocabulary, b)),
                                RowOf(RequireWord(vocabulary, c))};
  return Named(vocabulary, index_.SearchAnalogies(std::span(&question, 1), k, method).front());
}

std::vector<ScoredWord> WordQueries::RankByCentrality(std::span<const std::string> words) const {
  if (words.size() < 3) {
    throw Error(ErrorKind::kInput, "of fewer than three words none is the odd one out");
  }
  std::vector<double> mean(index_.dim());
  Matrix units(words.size(), index_.dim());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto unit = units.MutableRow(RowId{static_cast<std::uint32_t>(i)});
    index_.UnitRow(RowOf(RequireWord(vectors_.vocabulary(), words[i])), unit);
    std::ranges::transform(mean, unit, mean.begin(), std::plus<>{});
  }
  const double length = std::sqrt(std::inner_product(mean.begin(), mean.end(), mean.begin(), 0.0));
  std::vector<ScoredWord> ranking;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto unit = units.Row(RowId{static_cast<std::uint32_t>(i)});
    const double dot = std::inner_product(unit.begin(), unit.end(), mean.begin(), 0.0);
    ranking.push_back({words[i], length > 0 ? static_cast<float>(dot / length) : 0.0F});
  }
  std::ranges::sort(ranking, [](const ScoredWord& x, const ScoredWord& y) {
    return std::tie(x.score, x.word) > std::tie(y.score, y.word);
  });
  return ranking;
}

}  // namespace firth
