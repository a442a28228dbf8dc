// What stands in fastText's models, as its program prints it.
#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "base/atomic_file.h"
#include "fasttext.h"
#include "fasttext_output.h"
#include "firth/error.h"
#include "formats/fasttext_layout.h"
#include "formats/source.h"
#include "text/each_subword.h"

namespace firth::cli {
namespace {

using formats::FasttextBody;
using formats::FasttextStart;
using formats::Source;

struct Model {
  Source source;
  FasttextStart start;
  FasttextBody body;

  std::size_t dim() const { return static_cast<std::size_t>(start.arguments.dim); }
  Matrix InputRow(std::size_t row) const { return body.input.Rows(source, row, 1, dim()); }
};

Model Open(const std::string& path) {
  Model model{formats::OpenSource(path), {}, {}};
  model.start = formats::ReadStart(model.source);
  model.body = formats::ReadBody(model.source, model.start);
  return model;
}

void DumpArguments(const formats::FasttextArguments& a) {
  constexpr std::array kLosses = {"hs", "ns", "softmax", "one-vs-all"};
  constexpr std::array kModels = {"cbow", "sg", "sup"};
  fmt::print("dim {}\nws {}\nepoch {}\nminCount {}\nneg {}\nwordNgrams {}\n", a.dim, a.window,
             a.epochs, a.min_count, a.negative, a.word_ngrams);
  fmt::print("loss {}\nmodel {}\n", kLosses[static_cast<std::size_t>(a.loss - 1)],
             kModels[static_cast<std::size_t>(a.model - 1)]);
  fmt::print("bucket {}\nminn {}\nmaxn {}\nlrUpdateRate {}\nt {:g}\n", a.buckets, a.shortest,
             a.longest, a.lr_update_rate, a.sample);
}

void DumpEntries(const Vocabulary& entries, const char* kind) {
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    fmt::print("{} {} {}\n", entries.Word(TokenId{i}), Value(entries.CountOf(TokenId{i})), kind);
  }
}

void DumpMatrix(const Model& model, const formats::FasttextMatrix& matrix) {
  const Matrix rows = matrix.Rows(model.source, 0, matrix.rows, model.dim());
  fmt::print("{} {}\n", rows.rows(), rows.columns());
  for (std::uint32_t i = 0; i < rows.rows(); ++i) {
    std::string line;
    for (const float x : rows.Row(RowId{i})) {
      fmt::format_to(std::back_inserter(line), "{}{:.6g}", line.empty() ? "" : " ", x);
    }
    fmt::print("{}\n", line);
  }
}

}  // namespace

void FasttextDump(const std::string& path, const std::string& part) {
  if (part != "args" && part != "dict" && part != "input" && part != "output") {
    throw Error(ErrorKind::kSettings, fmt::format("dump knows args, dict, input and output, not "
                                                  "\"{}\"",
                                                  part));
  }
  const Model model = Open(path);
  if (part == "args") return DumpArguments(model.start.arguments);
  if (part == "dict") {
    fmt::print("{}\n", model.body.words.size() + model.body.labels.size());
    DumpEntries(model.body.words, "word");
    return DumpEntries(model.body.labels, "label");
  }
  if (model.body.input.codes) {
    throw Error(ErrorKind::kInput, "is quantised: its matrices are codes, which are not dumped",
                path);
  }
  DumpMatrix(model, part == "input" ? model.body.input : model.body.output);
}

void FasttextPrintNgrams(const std::string& path, const std::string& word) {
  const Model model = Open(path);
  const std::size_t words = model.body.words.size();
  const auto print = [&model](std::string_view piece, std::size_t row) {
    fmt::print("{} {}\n", piece, FiveDigits(model.InputRow(row).Row(RowId{0})));
  };
  if (const auto id = model.body.words.Find(word)) print(word, Index(*id));
  const SubwordSettings settings = model.start.arguments.Subwords();
  text::ForEachSubword(word, settings, [&](std::string_view ngram, std::uint32_t hash) {
    const auto bucket = static_cast<std::uint32_t>(hash % settings.buckets);
    if (model.body.kept == nullptr) return print(ngram, words + bucket);
    if (const auto row = model.body.kept->Find(bucket)) print(ngram, words + *row);
  });
}

void FasttextSaveOutput(const std::string& path, const std::string& out) {
  const Model model = Open(path);
  const bool supervised = model.start.arguments.model == formats::kSupervised;
  const Vocabulary& names = supervised ? model.body.labels : model.body.words;
  if (model.body.output.rows < names.size()) {
    formats::Fail(model.source, "has no output row for each label or word");
  }
  const Matrix rows = model.body.output.Rows(model.source, 0, names.size(), model.dim());
  base::AtomicFile file(out);
  file.Write(fmt::format("{} {}\n", names.size(), model.dim()));
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    file.Write(fmt::format("{} {}\n", names.Word(TokenId{i}), FiveDigits(rows.Row(RowId{i}))));
  }
  file.Commit();
}

}  // namespace firth::cli
