#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "base/system.h"
#include "classify/in_order.h"
#include "classify/whole_lines.h"
#include "corpus/lines.h"
#include "firth/classify.h"
#include "firth/error.h"

namespace firth {
namespace {

double Ratio(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

void Tally(const LinePredictor& predictor, std::span<const LabelScore> answers,
           ClassifierScores& scores) {
  const auto gold = predictor.known_labels();
  if (gold.empty()) {
    ++(predictor.has_unknown_labels() ? scores.unknown_labels : scores.unlabelled);
    return;
  }
  ++scores.lines;
  for (const TokenId label : gold) ++scores.labels[Index(label)].gold;
  for (const LabelScore& answer : answers) {
    LabelTally& tally = scores.labels[Index(answer.label)];
    ++tally.predicted;
    if (std::ranges::count(gold, answer.label) > 0) ++tally.right;
  }
}

void Add(const ClassifierScores& part, ClassifierScores& all) {
  all.lines += part.lines;
  all.unknown_labels += part.unknown_labels;
  all.unlabelled += part.unlabelled;
  for (std::size_t i = 0; i < part.labels.size(); ++i) {
    all.labels[i] += part.labels[i];
    all.all += part.labels[i];
  }
}

}  // namespace

double LabelTally::Precision() const { return Ratio(right, predicted); }
double LabelTally::Recall() const { return Ratio(right, gold); }
double LabelTally::F1() const { return Ratio(2 * right, predicted + gold); }
LabelTally& LabelTally::operator+=(const LabelTally& other) {
  gold += other.gold;
  predicted += other.predicted;
  right += other.right;
  return *this;
}

ClassifierScores TestClassifier(const Classifier& model, BlockReader& text,
                                const PredictSettings& settings) {
  ClassifierScores all;
  all.labels.resize(model.labels.size());
  classify::WholeLines lines(text);
  classify::InOrder in_order(lines);
  in_order.Run(
      base::ThreadCount(settings.threads),
      [&] { return LinePredictor(model, settings.cpu_target); },
      [&](const TextBlock& block, LinePredictor& predictor) {
        ClassifierScores scores;
        scores.labels.resize(model.labels.size());
        std::vector<std::string_view> block_lines;
        corpus::ForEachLine(block.text, [&](std::string_view line, bool /*ended*/) {
          block_lines.push_back(line);
        });
        predictor.PredictEach(block_lines, settings.k, settings.threshold,
                              [&](std::size_t /*i*/, std::span<const LabelScore> answers) {
                                Tally(predictor, answers, scores);
                              });
        return scores;
      },
      [&](const ClassifierScores& scores) { Add(scores, all); });
  if (all.lines == 0) {
    throw Error(ErrorKind::kInput,
                all.unknown_labels > 0
                    ? "none of the text's labels is known to the model"
                    : "no line has a label; --label names what labels begin with");
  }
  return all;
}

}  // namespace firth
