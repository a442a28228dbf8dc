#include "eval/pairs.h"

#include <cmath>
#include <span>

#include "eval/spelling.h"
#include "eval/statistics.h"

namespace firth::eval {
double Cosine(std::span<const float> a, std::span<const float> b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * double{b[i]};
    aa += double{a[i]} * double{a[i]};
    bb += double{b[i]} * double{b[i]};
  }
  const double cosine = ab / (std::sqrt(aa) * std::sqrt(bb));
  return std::isfinite(cosine) ? cosine : 0;
}

PairReport ScorePairs(const WordVectors& vectors, const std::vector<ScoredPair>& pairs,
                      const EvaluationOptions& options) {
  const SpellingTable table(vectors.vocabulary(), options.pairs_case, options.pairs_top);
  std::vector<double> given;
  std::vector<double> cosines;
  for (const ScoredPair& pair : pairs) {
    const auto a = table.Find(pair.a);
    const auto b = table.Find(pair.b);
    if (!a || !b) continue;
    given.push_back(pair.score);
    cosines.push_back(Cosine(vectors.matrix().Row(RowOf(*a)), vectors.matrix().Row(RowOf(*b))));
  }
  return {.pairs = pairs.size(),
          .scored = given.size(),
          .spearman = Spearman(given, cosines),
          .pearson = Pearson(given, cosines)};
}

}  // namespace firth::eval
