#include <fmt/format.h>

#include <algorithm>

#include "base/display.h"
#include "base/utf8.h"
#include "learn_output.h"
#include "output.h"
#include "table.h"

namespace firth::cli {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMostRows = 20;
constexpr std::size_t kMostColumns = 12;
constexpr std::size_t kWidestWord = 24;
constexpr std::string_view kCut = "…";

/// A word as a cell: a very long one is cut.
std::string Shown(std::string_view word) {
  std::string shown(word);
  if (base::DisplayWidth(shown) <= kWidestWord) return shown;
  while (base::DisplayWidth(shown) >= kWidestWord) {
    do {
      shown.pop_back();
    } while (!base::IsValidUtf8(shown));
  }
  return shown + std::string(kCut);
}

std::string Shown(const Lesson& lesson, TokenId id) { return Shown(lesson.vocabulary.Word(id)); }

/// A table whose first row is a heading; of many rows the first are shown.
void PrintTable(std::vector<Row> rows, std::size_t left) {
  const std::size_t more = rows.size() > kMostRows + 1 ? rows.size() - 1 - kMostRows : 0;
  rows.resize(rows.size() - more);
  fmt::print("{}", Table(rows, left, kIndent));
  if (more > 0) fmt::print("  {} {} more\n", kCut, WithThousands(more));
}

void PrintHeading(std::string_view heading) { fmt::print("\n{}\n\n", heading); }

std::string Numbers(const std::vector<double>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < std::min(numbers.size(), kMostColumns); ++i) {
    text += fmt::format("{}{:+.4f}", i == 0 ? "" : " ", numbers[i]);
  }
  return numbers.size() > kMostColumns ? fmt::format("{} {}", text, kCut) : text;
}

void PrintSentence(const Lesson& lesson) {
  std::vector<std::string> words;
  const std::size_t shown = std::min(lesson.tokens.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) words.push_back(Shown(lesson, lesson.tokens[i]));
  fmt::print("{}{}\n\n", fmt::join(words, " "), lesson.tokens.size() > shown ? " …" : "");
  fmt::print("{} words, {} different: the vocabulary's size n is {}. Punctuation is left out.\n",
             lesson.tokens.size(), lesson.vocabulary.size(), lesson.vocabulary.size());
  if (lesson.words_left_out == 0) return;
  fmt::print("Only the first {} words are taken; {} are left out.\n", lesson.tokens.size(),
             WithThousands(lesson.words_left_out));
}

void PrintOneHot(const Lesson& lesson) {
  PrintHeading("One-hot: each word a vector as long as the vocabulary");
  const std::size_t n = lesson.vocabulary.size();
  const std::size_t columns = std::min(n, kMostColumns);
  std::vector<Row> rows = {{"word"}};
  for (std::size_t c = 1; c <= columns; ++c) rows[0].push_back(std::to_string(c));
  if (columns < n) rows[0].emplace_back(kCut);
  for (std::uint32_t i = 0; i < n; ++i) {
    Row& row = rows.emplace_back(Row{Shown(lesson, TokenId{i})});
    const auto vector = lesson.one_hot.vectors.matrix().Row(RowId{i});
    for (std::size_t c = 0; c < columns; ++c) row.push_back(fmt::format("{:.0f}", vector[c]));
    if (columns < n) row.emplace_back(kCut);
  }
  PrintTable(std::move(rows), 1);
  fmt::print("\nIt is sparse: {:.1f} % of the numbers are zeros (1 - 1/n).\n",
             100 * lesson.one_hot.zeros);
  if (!lesson.one_hot.cosine) return;
  fmt::print("It holds no meaning: the cosine of any two different words is {:.0f}.\n",
             *lesson.one_hot.cosine);
}

void PrintMeaning(const MeaningStep& meaning) {
  PrintHeading("What an embedding must do");
  fmt::print(
      "Words become vectors of few numbers, and words that are used alike come close. Learnt from\n"
      "these {} sentences:\n\n",
      meaning.sentences.size());
  for (const std::string& sentence : meaning.sentences) fmt::print("  {}\n", sentence);
  fmt::print("\n");
  std::vector<Row> rows = {{"words", "", "cosine", "as one-hot"}};
  for (const auto* pairs : {&meaning.alike, &meaning.unlike}) {
    for (const auto& [a, b, cosine] : *pairs) {
      rows.push_back({a, b, fmt::format("{:.2f}", cosine), "0"});
    }
  }
  PrintTable(std::move(rows), 2);
  fmt::print("\nOffsets are alike: the cosine of woman - man and queen - king is {:.2f}.\n",
             meaning.offsets);
  fmt::print("Ways to vectors: firth train onehot, cbow or skipgram TEXT -o VECTORS.\n");
}

void PrintWindows(const Lesson& lesson) {
  const std::size_t length = 2 * lesson.window;
  PrintHeading(fmt::format("The data set: window length L = {}", length));
  Row head;
  for (std::size_t i = 1; i <= length; ++i) head.push_back(fmt::format("input{}", i));
  head.emplace_back("output");
  std::vector<Row> rows = {head};
  for (const WindowRow& window : lesson.windows) {
    Row& row = rows.emplace_back();
    for (const auto& word : window.inputs) row.push_back(word ? Shown(lesson, *word) : "-");
    row.push_back(Shown(lesson, window.output));
  }
  PrintTable(std::move(rows), length + 1);
  fmt::print(
      "\nA - is an absent word: a zero vector stands there.\n"
      "CBOW fills the blank: from the inputs it predicts the output, w(t) = f(w(t-{0}), ...,\n"
      "w(t+{0})). Skip-gram turns the table round: one input, several outputs.\n",
      lesson.window);
  if (lesson.vocabulary.size() > length) return;
  fmt::print("(The note asks for 0 < L <= n - 1; {} different words are too few for that.)\n",
             lesson.vocabulary.size());
}

void PrintLabels(const Lesson& lesson, const GradientStep& step) {
  PrintHeading("Labels: words of the window are positive examples, others negative");
  std::vector<Row> rows = {{"wanted", "candidate", "target"}};
  for (const Candidate& candidate : step.candidates) {
    rows.push_back(
        {Shown(lesson, step.wanted), Shown(lesson, candidate.word), candidate.target ? "1" : "0"});
  }
  PrintTable(std::move(rows), 2);
}

void PrintStep(const Lesson& lesson, const GradientStep& step) {
  PrintHeading("One step of training: skip-gram, by negative sampling");
  fmt::print(
      "(The page shows a step of CBOW instead.)\n\n"
      "Two matrices of {} x {} numbers, Embedding and Context, start random and different.\n"
      "score = Embedding row of {} times Context row of the candidate; p = 1 / (1 + exp(-score));\n"
      "error = target - p. Each row moves by rate {} x error x the other row.\n\n",
      lesson.vocabulary.size(), step.row.size(), Shown(lesson, step.wanted), step.rate);
  std::vector<Row> rows = {
      {"candidate", "target", "score", "p", "error", "score after", "p after"}};
  for (const Candidate& c : step.candidates) {
    rows.push_back({Shown(lesson, c.word), c.target ? "1" : "0", fmt::format("{:+.5f}", c.score),
                    fmt::format("{:.5f}", c.probability), fmt::format("{:+.5f}", c.error),
                    fmt::format("{:+.5f}", c.score_after),
                    fmt::format("{:.5f}", c.probability_after)});
  }
  PrintTable(std::move(rows), 1);
  fmt::print("\n");
  std::vector<Row> moved = {{"matrix", "row", "", "numbers"}};
  const auto add = [&](const char* matrix, TokenId word, const auto& before, const auto& after) {
    moved.push_back({matrix, Shown(lesson, word), "before", Numbers(before)});
    moved.push_back({"", "", "after", Numbers(after)});
  };
  add("Embedding", step.wanted, step.row, step.row_after);
  for (const Candidate& c : step.candidates) add("Context", c.word, c.row, c.row_after);
  PrintTable(std::move(moved), 4);
  fmt::print("\nThe loss, the sum of -log p of the right answers, goes from {:.5f} to {:.5f}.\n",
             step.loss, step.loss_after);
}

void PrintLearnt(const Lesson& lesson, const LearntStep& step) {
  PrintHeading("The sentence learnt");
  fmt::print(
      "f is a fully connected network: the {} rows of a window one behind the other, a weight "
      "from\n"
      "each number to each word, and a softmax, which makes probabilities of all scores.\n\n",
      2 * lesson.window);
  std::vector<Row> losses = {{"passes", "mean loss"}};
  for (const auto& [pass, loss] : step.losses) {
    losses.push_back({std::to_string(pass), fmt::format("{:.4f}", loss)});
  }
  PrintTable(std::move(losses), 0);
  fmt::print("\n");
  std::vector<Row> rows = {{"output", "first", "p", "second", "p", ""}};
  for (const Prediction& prediction : step.predictions) {
    Row& row = rows.emplace_back(Row{Shown(lesson, lesson.windows[prediction.window].output)});
    for (std::size_t i = 0; i < 2; ++i) {
      const bool there = i < prediction.first.size();
      row.push_back(there ? Shown(lesson, prediction.first[i].word) : "-");
      row.push_back(there ? fmt::format("{:.4f}", prediction.first[i].probability) : "-");
    }
    row.emplace_back(prediction.right ? "right" : "wrong");
  }
  PrintTable(std::move(rows), 1);
  fmt::print("\nThe right word comes first in {} of {} windows.{}\n", step.right,
             step.predictions.size(),
             step.right < step.predictions.size()
                 ? " (Windows with the same inputs and different outputs cannot all be right.)"
                 : "");
  fmt::print("The Context matrix is thrown away; the Embedding matrix is the result:\n\n");
  std::vector<Row> vectors;
  vectors.push_back({"word", "vector"});
  for (std::uint32_t i = 0; i < step.vectors.size(); ++i) {
    const auto row = step.vectors.matrix().Row(RowId{i});
    vectors.push_back({Shown(lesson, TokenId{i}), Numbers({row.begin(), row.end()})});
  }
  PrintTable(std::move(vectors), 2);
}

void PrintRemarks(const Lesson& lesson) {
  PrintHeading("Words as numbers");
  std::vector<std::string> numbers;
  const Vocabulary& words = lesson.numbers.vocabulary;
  const std::size_t shown = std::min(words.size(), kMostRows);
  for (std::uint32_t i = 0; i < shown; ++i) {
    numbers.push_back(fmt::format("{}={}", Shown(words.Word(TokenId{i})), i));
  }
  fmt::print("  {}{}\n\n", fmt::join(numbers, " "), words.size() > shown ? " …" : "");
  fmt::print(
      "The note's code takes the sentence's {} characters for the vocabulary's size, a slip: the\n"
      "right size is {}, or {} with <eos>; firth counts words.\n",
      lesson.characters, words.size() - 1, words.size());
  PrintHeading("How common programs differ");
  fmt::print(
      "word2vec.c, fastText and gensim start the Context matrix at zero, draw the window's\n"
      "half-width from 1 to N for each place, and skip absent words. firth has both ways:\n"
      "--context-init zero|random, --window-mode shrink|fixed, --pad skip|zero; the first of each\n"
      "is the default, and --compat note takes the note's.\n");
}

}  // namespace

void PrintLesson(const Lesson& lesson) {
  PrintSentence(lesson);
  PrintOneHot(lesson);
  PrintMeaning(lesson.meaning);
  PrintWindows(lesson);
  if (lesson.step) {
    PrintLabels(lesson, *lesson.step);
    PrintStep(lesson, *lesson.step);
    PrintLearnt(lesson, *lesson.learnt);
  } else {
    fmt::print("\nA word alone has no company: there is nothing to learn from.\n");
  }
  PrintRemarks(lesson);
}

}  // namespace firth::cli
