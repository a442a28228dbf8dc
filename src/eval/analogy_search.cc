#include "eval/analogy_search.h"

#include <algorithm>

namespace firth::eval {
bool AnalogySearch::SearchesAmong(std::size_t rows, std::span<const RowId> hidden) const {
  return rows == rows_ && std::ranges::equal(hidden, hidden_);
}

void AnalogySearch::Run(MatrixView matrix, const EvaluationOptions& options) {
  std::ranges::sort(questions_);
  questions_.erase(std::unique(questions_.begin(), questions_.end()), questions_.end());
  if (questions_.empty()) return;
  ExactIndex index(matrix, rows_, options.target);
  for (const RowId row : hidden_) index.Hide(row);
  answers_ = index.SearchAnalogies(questions_, kAnswers, options.method, options.threads);
}

std::span<const Neighbor> AnalogySearch::AnswersTo(const Triple& question) const {
  const auto place = std::ranges::lower_bound(questions_, question);
  return answers_[static_cast<std::size_t>(place - questions_.begin())];
}

}  // namespace firth::eval
