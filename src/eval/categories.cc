#include "eval/categories.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "eval/spelling.h"
#include "eval/statistics.h"
#include "numeric/k_means.h"

namespace firth::eval {
namespace {

/// The known words: their rows, and their categories as numbers from 0.
struct Known {
  std::vector<RowId> rows;
  std::vector<std::size_t> categories;
  std::size_t category_count = 0;
};

Known Look(const WordVectors& vectors, const std::vector<CategorisedWord>& words,
           const EvaluationOptions& options) {
  const SpellingTable table(vectors.vocabulary(), options.pairs_case, options.pairs_top);
  std::map<std::string_view, std::size_t> numbers;
  Known known;
  for (const CategorisedWord& entry : words) {
    const auto id = table.Find(entry.word);
    if (!id) continue;
    known.rows.push_back(RowOf(*id));
    known.categories.push_back(numbers.try_emplace(entry.category, numbers.size()).first->second);
  }
  known.category_count = numbers.size();
  return known;
}

std::vector<std::uint32_t> Cluster(MatrixView matrix, const Known& known,
                                   const EvaluationOptions& options) {
  Matrix rows(known.rows.size(), matrix.columns, RowLayout::kDense);
  for (std::size_t i = 0; i < known.rows.size(); ++i) {
    std::ranges::copy(matrix.Row(known.rows[i]),
                      rows.MutableRowData(RowId{static_cast<std::uint32_t>(i)}));
  }
  return numeric::KMeans({rows.view().data, rows.rows(), rows.columns(), rows.stride()},
                         {.clusters = known.category_count,
                          .metric = numeric::Metric::kCosine,
                          .seed = options.seed,
                          .target = options.target})
      .cluster_of;
}

/// How many words belong to the commonest category of their cluster.
std::size_t CountPure(const Known& known, const std::vector<std::uint32_t>& cluster_of) {
  const std::size_t categories = known.category_count;
  std::vector<std::size_t> counts(categories * categories);
  for (std::size_t i = 0; i < cluster_of.size(); ++i) {
    ++counts[cluster_of[i] * categories + known.categories[i]];
  }
  std::size_t pure = 0;
  for (auto cluster = counts.begin(); cluster != counts.end();) {
    const auto end = cluster + static_cast<std::ptrdiff_t>(categories);
    pure += *std::max_element(std::exchange(cluster, end), end);
  }
  return pure;
}

}  // namespace

CategoryReport ClusterWords(const WordVectors& vectors, const std::vector<CategorisedWord>& words,
                            const EvaluationOptions& options) {
  const Known known = Look(vectors, words, options);
  CategoryReport report{.words = words.size(),
                        .clustered = known.rows.size(),
                        .categories = known.category_count,
                        .purity = Share(0, 0)};
  if (known.rows.size() < 2) return report;
  const auto cluster_of = Cluster(vectors.matrix().view(), known, options);
  report.purity = Share(CountPure(known, cluster_of), known.rows.size());
  return report;
}

}  // namespace firth::eval
