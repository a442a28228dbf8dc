#include "base/mapped_file.h"
#include "eval/analogy.h"
#include "eval/categories.h"
#include "eval/evaluation_file.h"
#include "eval/pairs.h"
#include "firth/eval.h"

namespace firth {

std::vector<AnalogyProtocol> PeerProtocols() {
  return {{.name = "word2vec",
           .top = 0,
           .case_rule = CaseRule::kUpperAscii,
           .answer_rule = AnswerRule::kWord2vec},
          {.name = "gensim",
           .top = 300000,
           .case_rule = CaseRule::kUpper,
           .answer_rule = AnswerRule::kGensim},
          {.name = "GloVe",
           .top = 0,
           .case_rule = CaseRule::kExact,
           .answer_rule = AnswerRule::kGlove}};
}

EvaluationKind DetectEvaluation(const std::string& path) {
  return eval::DetectKind(base::MappedFile::Open(path)->text(), path);
}

EvaluationReport Evaluate(const WordVectors& vectors, const std::string& path,
                          const EvaluationOptions& options) {
  const auto file = base::MappedFile::Open(path, base::MappedFile::Access::kSequential);
  EvaluationReport report;
  report.path = path;
  report.kind = eval::DetectKind(file->text(), path);
  if (report.kind == EvaluationKind::kCategories) {
    report.categories =
        eval::ClusterWords(vectors, eval::ParseCategories(file->text(), path), options);
  } else if (report.kind == EvaluationKind::kPairs) {
    report.pairs = eval::ScorePairs(vectors, eval::ParsePairs(file->text(), path), options);
  } else {
    report.analogies = eval::AskAnalogies(
        vectors, eval::ParseAnalogies(file->text(), path),
        options.protocols.empty() ? PeerProtocols() : options.protocols, options);
  }
  return report;
}

}  // namespace firth
