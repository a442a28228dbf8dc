/// The search behind analogies, shared by protocols that search alike.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "firth/eval.h"
#include "firth/index.h"

namespace firth::eval {

using Triple = AnalogyRows;

/// Answers a set of questions among some of the rows. Questions are added first, then all are
/// searched for at once, then the answers are there. Threads: AnswersTo is safe from several.
class AnalogySearch {
 public:
  /// How many answers each question gets: gensim looks at so many.
  static constexpr std::size_t kAnswers = 5;

  /// Among the first `rows` rows but the `hidden`.
  AnalogySearch(std::size_t rows, std::vector<RowId> hidden)
      : rows_(rows), hidden_(std::move(hidden)) {}

  bool SearchesAmong(std::size_t rows, std::span<const RowId> hidden) const;
  void Add(const Triple& question) { questions_.push_back(question); }
  void Run(MatrixView matrix, const EvaluationOptions& options);

  /// The rows of highest score, best first, without the three.
  /// REQUIRES: the question was added before Run.
  std::span<const Neighbor> AnswersTo(const Triple& question) const;

 private:
  std::size_t rows_;
  std::vector<RowId> hidden_;
  std::vector<Triple> questions_;  // in order, each once, after Run
  std::vector<std::vector<Neighbor>> answers_;
};

}  // namespace firth::eval
