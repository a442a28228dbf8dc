// fastText's verbs that ask models, with its output.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "fasttext.h"
#include "fasttext_output.h"
#include "firth/classify.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "firth/index.h"
#include "formats/numbers.h"
#include "load_options.h"
#include "output.h"
#include "text/pre_tokenizer/whitespace.h"
#include "verbs.h"

namespace firth::cli {
namespace {

using Row = std::span<const float>;

/// Zeros for a word that has no vector.
std::vector<float> VectorOf(const WordVectors& vectors, std::string_view word) {
  return vectors.VectorOf(word).value_or(std::vector<float>(vectors.dim()));
}

float Length(Row vector) {
  float square = 0;
  for (const float x : vector) square += x * x;
  return std::sqrt(square);
}

void AddScaled(Row vector, float scale, std::vector<float>& sum) {
  for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += scale * vector[c];
}

/// The mean of the words' vectors, each scaled to length 1; zero vectors do not count.
std::vector<float> SentenceVector(const WordVectors& vectors, std::string_view line) {
  std::vector<float> sum(vectors.dim());
  float count = 0;
  text::ForEachBetweenBlanks(line, [&](std::string_view word) {
    const std::vector<float> vector = VectorOf(vectors, word);
    const float length = Length(vector);
    if (!(length > 0)) return;
    AddScaled(vector, 1 / length, sum);
    ++count;
  });
  if (count > 0) {
    for (float& x : sum) x /= count;
  }
  return sum;
}

void PrintSentences(const std::string& path) {
  const LoadOptions load;
  std::string line;
  const FileInfo info = DescribeFile(path);
  const auto kind = info.metadata.find("model");
  if (kind != info.metadata.end() && kind->second == "supervised") {
    const Classifier classifier = ReadClassifier(path, "__label__", load.limit());
    LinePredictor predictor(classifier, CpuTargetFromEnvironment());
    while (std::getline(std::cin, line)) fmt::print("{}\n", FiveDigits(predictor.VectorOf(line)));
    return;
  }
  const WordVectors vectors = load.Read(path);
  while (std::getline(std::cin, line))
    fmt::print("{}\n", FiveDigits(SentenceVector(vectors, line)));
}

/// A word and its cosine a line, then the prompt; whoever types waits for both.
void PrintNearest(const WordVectors& vectors, const ExactIndex& index, Row query, std::size_t k,
                  std::span<const std::string> without) {
  std::vector<RowId> exclude;
  for (const std::string& word : without) {
    if (const auto id = vectors.vocabulary().Find(word)) exclude.push_back(RowOf(*id));
  }
  for (const Neighbor& found : index.Search(query, k, exclude)) {
    fmt::print("{} {:.6g}\n",
               vectors.vocabulary().Word(TokenId{static_cast<std::uint32_t>(Index(found.row))}),
               found.score);
  }
}

void Prompt(const char* prompt) {
  fmt::print("{}", prompt);
  std::fflush(stdout);
}

void AskNeighbors(const WordVectors& vectors, const ExactIndex& index, std::size_t k) {
  const char* const prompt = "Query word? ";
  Prompt(prompt);
  for (std::string word; std::cin >> word;) {
    PrintNearest(vectors, index, VectorOf(vectors, word), k, {&word, 1});
    Prompt(prompt);
  }
}

void AskAnalogies(const WordVectors& vectors, const ExactIndex& index, std::size_t k) {
  const char* const prompt = "Query triplet (A - B + C)? ";
  constexpr float kLeastLength = 1e-8F;  // what fastText adds before it divides
  Prompt(prompt);
  for (std::string words[3]; std::cin >> words[0] >> words[1] >> words[2];) {
    std::vector<float> query(vectors.dim());
    for (std::size_t i = 0; i < 3; ++i) {
      const std::vector<float> vector = VectorOf(vectors, words[i]);
      AddScaled(vector, (i == 1 ? -1.0F : 1.0F) / (Length(vector) + kLeastLength), query);
    }
    PrintNearest(vectors, index, query, k, words);
    Prompt(prompt);
  }
}

std::string Metric(const char* name, double value) {
  return fmt::format("{} : {}  ", name,
                     std::isfinite(value) ? fmt::format("{:.6f}", value) : "--------");
}

void PrintLabels(const Classifier& model, const ClassifierScores& scores) {
  for (std::uint32_t i = 0; i < scores.labels.size(); ++i) {
    const LabelTally& tally = scores.labels[i];
    fmt::print("{}{}{} {}\n", Metric("F1-Score", tally.F1()),
               Metric("Precision", tally.Precision()), Metric("Recall", tally.Recall()),
               model.labels.Word(TokenId{i}));
  }
}

void Test(bool per_label, const std::string& path, const std::string& text,
          const PredictSettings& settings) {
  const LoadOptions load;
  const Classifier model = ReadClassifier(path, "__label__", load.limit());
  const auto corpus = OpenCorpus({text});
  const ClassifierScores scores = TestClassifier(model, *corpus->Open(), settings);
  if (per_label) PrintLabels(model, scores);
  // Behind labels fastText's stream still prints fixed digits.
  const auto cell = [per_label](double value) {
    return per_label ? fmt::format("{:.3f}", value) : fmt::format("{:.3g}", value);
  };
  fmt::print("N\t{}\nP@{}\t{}\nR@{}\t{}\n", scores.lines, settings.k, cell(scores.all.Precision()),
             settings.k, cell(scores.all.Recall()));
}

}  // namespace

void FasttextPrintVectors(const std::string& verb, const std::string& model) {
  if (verb == "print-sentence-vectors") return PrintSentences(model);
  const WordVectors vectors = LoadOptions().Read(model);
  for (std::string word; std::cin >> word;) {
    fmt::print("{} ", word);
    fmt::print("{}\n", FiveDigits(VectorOf(vectors, word)));
  }
}

void FasttextAsk(const std::string& verb, const std::string& model, std::size_t k) {
  if (verb == "analogies") fmt::print("Loading model {}\n", model);
  const WordVectors vectors = LoadOptions().Read(model);
  const ExactIndex index(vectors.matrix().view(), 0, CpuTargetFromEnvironment());
  verb == "nn" ? AskNeighbors(vectors, index, k) : AskAnalogies(vectors, index, k);
}

void FasttextClassify(const std::string& verb, FasttextArguments arguments) {
  const bool tests = verb == "test" || verb == "test-label";
  std::string k = arguments.size() > 2 ? arguments[2] : "1";
  const std::string threshold = arguments.size() > 3 ? arguments[3] : "0";
  if (k == "-1") k = "4294967295";  // fastText's "all"
  if (!tests) {
    std::vector<std::string> command = {"classify", "predict", arguments[0], arguments[1]};
    command.insert(command.end(), {"-k", k, "--threshold=" + threshold});
    if (verb == "predict-prob") command.emplace_back("--probabilities");
    if (const int code = RunCommand(command); code != 0) throw ExitCode{code};
    return;
  }
  PredictSettings settings;
  settings.cpu_target = CpuTargetFromEnvironment();
  settings.k = FasttextK(k);
  const auto least = formats::ParseFloat(threshold);
  if (!least) {
    throw Error(ErrorKind::kSettings, fmt::format("THRESHOLD \"{}\" is no number", threshold));
  }
  settings.threshold = *least;
  Test(verb == "test-label", arguments[0], arguments[1], settings);
}

}  // namespace firth::cli
