#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "classify.h"
#include "output.h"
#include "table.h"

namespace firth::cli {
namespace {

struct Options {
  ClassifyInput input;
  bool per_label = false;
  bool json = false;
};

std::string Cell(double value) { return std::isnan(value) ? "-" : fmt::format("{:.4f}", value); }

nlohmann::ordered_json Number(double value) {
  return std::isnan(value) ? nlohmann::ordered_json() : nlohmann::ordered_json(value);
}

nlohmann::ordered_json ToJson(const LabelTally& tally) {
  return {{"precision", Number(tally.Precision())},
          {"recall", Number(tally.Recall())},
          {"f1", Number(tally.F1())},
          {"gold", tally.gold},
          {"predicted", tally.predicted}};
}

void PrintJson(const Classifier& model, const ClassifierScores& scores, const Options& options) {
  nlohmann::ordered_json out = {{"lines", scores.lines}, {"k", options.input.settings.k}};
  out.update(ToJson(scores.all));
  if (options.per_label) {
    for (std::uint32_t i = 0; i < scores.labels.size(); ++i) {
      out["labels"][std::string(model.labels.Word(TokenId{i}))] = ToJson(scores.labels[i]);
    }
  }
  fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void Print(const Classifier& model, const ClassifierScores& scores, const Options& options) {
  const std::size_t k = options.input.settings.k;
  fmt::print("N     {}\nP@{:<3} {}\nR@{:<3} {}\nF1    {}\n", scores.lines, k,
             Cell(scores.all.Precision()), k, Cell(scores.all.Recall()), Cell(scores.all.F1()));
  if (!options.per_label) return;
  std::vector<std::vector<std::string>> rows = {{"label", "precision", "recall", "F1", "lines"}};
  for (std::uint32_t i = 0; i < scores.labels.size(); ++i) {
    const LabelTally& tally = scores.labels[i];
    rows.push_back({std::string(model.labels.Word(TokenId{i})), Cell(tally.Precision()),
                    Cell(tally.Recall()), Cell(tally.F1()), WithThousands(tally.gold)});
  }
  fmt::print("\n{}", Table(rows));
}

void Run(const Options& options) {
  const Classifier model = options.input.ReadModel();
  const auto corpus = OpenCorpus({options.input.text});
  const ClassifierScores scores = TestClassifier(model, *corpus->Open(), options.input.Settings());
  if (scores.unknown_labels > 0) {
    Note(fmt::format("warning: {} lines have no label that the model knows and are left out",
                     WithThousands(scores.unknown_labels)));
  }
  options.json ? PrintJson(model, scores, options) : Print(model, scores, options);
}

}  // namespace

void AddClassifyTest(CLI::App& classify) {
  CLI::App* verb = classify.add_subcommand("test", "Answers against the labels of a text");
  auto options = std::make_shared<Options>();
  options->input.AddTo(*verb);
  verb->add_option("FILE", options->input.text, "Lines with their labels; - is standard input")
      ->required()
      ->type_name("");
  verb->add_flag("--per-label", options->per_label, "Precision, recall and F1 of each label too");
  verb->add_flag("--json", options->json, "Print JSON");
  verb->callback([options] { Run(*options); });
}

}  // namespace firth::cli
