#include "eval/analogy.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>

#include "eval/analogy_search.h"
#include "eval/spelling.h"
#include "eval/statistics.h"

namespace firth::eval {
namespace {

/// A question whose four words are known.
struct Known {
  Triple given;
  RowId answer;
  const Question* question;
};

void AddTo(AnalogySection& sum, const AnalogySection& section) {
  sum.questions += section.questions;
  sum.asked += section.asked;
  sum.right += section.right;
}

/// Sets what a report says of all its sections together.
void SumSections(AnalogyReport& report) {
  report.total = {.name = "total"};
  report.semantic = {.name = "semantic"};
  report.syntactic = {.name = "syntactic"};
  const auto is_syntactic = [](const AnalogySection& section) {
    return section.name.starts_with("gram");
  };
  const bool divided = std::ranges::any_of(report.sections, is_syntactic);
  for (const AnalogySection& section : report.sections) {
    AddTo(report.total, section);
    if (divided) AddTo(is_syntactic(section) ? report.syntactic : report.semantic, section);
  }
  report.accuracy = Share(report.total.right, report.total.asked);
}

/// One protocol at work: which questions it asks, where it searches, how it judges.
class Examiner {
 public:
  Examiner(const WordVectors& vectors, const AnalogyFile& file, const AnalogyProtocol& protocol,
           const EvaluationOptions& options)
      : vocabulary_(vectors.vocabulary()), file_(file), protocol_(protocol), options_(options) {
    const SpellingTable table(vocabulary_, protocol.case_rule, protocol.top);
    ForEachQuestion([&](const Question& question) {
      if (const auto known = Look(table, question)) known_.push_back(*known);
    });
    Hide(table);
  }

  std::size_t rows() const {
    return protocol_.top == 0 ? vocabulary_.size() : std::min(protocol_.top, vocabulary_.size());
  }
  const std::vector<RowId>& hidden() const { return hidden_; }
  const std::vector<Known>& known() const { return known_; }

  AnalogyReport Report(const AnalogySearch& search) const {
    AnalogyReport report;
    report.protocol = protocol_;
    for (const auto& name : file_.sections) report.sections.push_back({.name = std::string(name)});
    ForEachQuestion(
        [&](const Question& question) { ++report.sections[question.section].questions; });
    for (const Known& known : known_) {
      AnalogySection& section = report.sections[known.question->section];
      ++section.asked;
      if (IsRight(known, search.AnswersTo(known.given))) ++section.right;
    }
    SumSections(report);
    return report;
  }

 private:
  /// Of those that are asked here.
  template <class Visit>
  void ForEachQuestion(const Visit& visit) const {
    for (std::size_t i = options_.part; i < file_.questions.size(); i += options_.parts) {
      visit(file_.questions[i]);
    }
  }

  static std::optional<Known> Look(const SpellingTable& table, const Question& question) {
    std::array<RowId, 4> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto id = table.Find(question.words[i]);
      if (!id) return std::nullopt;
      rows[i] = RowOf(*id);
    }
    return Known{{rows[0], rows[1], rows[2]}, rows[3], &question};
  }

  void Hide(const SpellingTable& table) {
    if (protocol_.answer_rule == AnswerRule::kFirstSpelling) {
      for (const TokenId id : table.twins()) hidden_.push_back(RowOf(id));
    } else if (protocol_.answer_rule == AnswerRule::kGlove) {
      const auto unknown = vocabulary_.Find("<unk>");
      if (unknown && Index(*unknown) < rows()) hidden_.push_back(RowOf(*unknown));
    }
  }

  std::string Spelled(RowId row) const {
    const TokenId id{static_cast<std::uint32_t>(row)};
    return Spelling(vocabulary_.Word(id), protocol_.case_rule);
  }

  bool IsRight(const Known& known, std::span<const Neighbor> answers) const {
    if (answers.empty()) return false;
    switch (protocol_.answer_rule) {
      case AnswerRule::kWord2vec:
        return answers.front().score > 0 && Spelled(answers.front().row) == Spelled(known.answer);
      case AnswerRule::kGensim:
        return Spelled(GensimAnswer(known, answers)) == Spelled(known.answer);
      case AnswerRule::kFirstSpelling:
      case AnswerRule::kGlove:
        break;
    }
    return answers.front().row == known.answer;
  }

  /// gensim passes over other spellings of the three words; when its list holds nothing else, the
  /// last of them stands as the answer.
  RowId GensimAnswer(const Known& known, std::span<const Neighbor> answers) const {
    const std::array<std::string, 3> given = {Spelled(known.given[0]), Spelled(known.given[1]),
                                              Spelled(known.given[2])};
    for (const Neighbor& answer : answers) {
      if (std::ranges::find(given, Spelled(answer.row)) == given.end()) return answer.row;
    }
    return answers.back().row;
  }

  const Vocabulary& vocabulary_;
  const AnalogyFile& file_;
  const AnalogyProtocol& protocol_;
  const EvaluationOptions& options_;
  std::vector<Known> known_;
  std::vector<RowId> hidden_;
};

/// The search of `examiner`, which may be one that another has begun.
AnalogySearch& SearchFor(const Examiner& examiner, std::deque<AnalogySearch>& searches) {
  for (AnalogySearch& search : searches) {
    if (search.SearchesAmong(examiner.rows(), examiner.hidden())) return search;
  }
  return searches.emplace_back(examiner.rows(), examiner.hidden());
}

}  // namespace

std::vector<AnalogyReport> AskAnalogies(const WordVectors& vectors, const AnalogyFile& file,
                                        const std::vector<AnalogyProtocol>& protocols,
                                        const EvaluationOptions& options) {
  std::vector<Examiner> examiners;
  examiners.reserve(protocols.size());
  std::deque<AnalogySearch> searches;  // references to its members stay good
  std::vector<AnalogySearch*> search_of;
  for (const AnalogyProtocol& protocol : protocols) {
    const Examiner& examiner = examiners.emplace_back(vectors, file, protocol, options);
    search_of.push_back(&SearchFor(examiner, searches));
    for (const Known& known : examiner.known()) search_of.back()->Add(known.given);
  }
  for (AnalogySearch& search : searches) search.Run(vectors.matrix().view(), options);
  std::vector<AnalogyReport> reports;
  for (std::size_t i = 0; i < examiners.size(); ++i) {
    reports.push_back(examiners[i].Report(*search_of[i]));
  }
  return reports;
}

}  // namespace firth::eval

namespace firth {

void AddPart(AnalogyReport& sum, const AnalogyReport& part) {
  for (std::size_t i = 0; i < sum.sections.size(); ++i) {
    eval::AddTo(sum.sections[i], part.sections[i]);
  }
  eval::SumSections(sum);
}

}  // namespace firth
