#include "eval/analogy_search.h"

#include <algorithm>

namespace firth::eval {
namespace {

/// One target a question: 3CosAdd (Mikolov et al. 2013, arXiv 1301.3781).
Matrix Targets(const ExactIndex& index, std::span<const Triple> questions) {
  constexpr std::array<float, 3> kSigns = {-1, 1, 1};
  Matrix targets(questions.size(), index.dim(), RowLayout::kDense);
  std::vector<float> unit(index.dim());
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const auto target = targets.MutableRow(RowId{static_cast<std::uint32_t>(q)});
    for (std::size_t i = 0; i < kSigns.size(); ++i) {
      index.UnitRow(questions[q][i], unit);
      for (std::size_t d = 0; d < unit.size(); ++d) target[d] += kSigns[i] * unit[d];
    }
  }
  return targets;
}

}  // namespace

bool AnalogySearch::SearchesAmong(std::size_t rows, std::span<const RowId> hidden) const {
  return rows == rows_ && std::ranges::equal(hidden, hidden_);
}

void AnalogySearch::Run(MatrixView matrix, const EvaluationOptions& options) {
  std::ranges::sort(questions_);
  const auto repeated = std::ranges::unique(questions_);
  questions_.erase(repeated.begin(), repeated.end());
  if (questions_.empty()) return;
  ExactIndex index(matrix, rows_, options.target);
  for (const RowId row : hidden_) index.Hide(row);
  std::vector<std::vector<RowId>> exclude;
  exclude.reserve(questions_.size());
  for (const Triple& question : questions_) exclude.emplace_back(question.begin(), question.end());
  const Matrix targets = Targets(index, questions_);
  answers_ = index.SearchAll(targets.view(), kAnswers, exclude, options.threads);
}

std::span<const Neighbor> AnalogySearch::AnswersTo(const Triple& question) const {
  const auto place = std::ranges::lower_bound(questions_, question);
  return answers_[static_cast<std::size_t>(place - questions_.begin())];
}

}  // namespace firth::eval
