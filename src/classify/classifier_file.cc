#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/atomic_file.h"
#include "classify/classifier_file.h"
#include "firth/classify.h"
#include "firth/error.h"
#include "formats/dense_rows.h"
#include "formats/fasttext_layout.h"
#include "formats/source.h"

namespace firth {
namespace {

using formats::FasttextArguments;
using formats::FasttextBody;
using formats::FasttextStart;
using formats::Source;

/// In the order of the file's numbers, from 1.
constexpr ClassifierLoss kLosses[] = {ClassifierLoss::kHierarchicalSoftmax,
                                      ClassifierLoss::kNegativeSampling, ClassifierLoss::kSoftmax,
                                      ClassifierLoss::kOneVsAll};

ClassifierSettings SettingsOf(const Source& source, const FasttextArguments& arguments) {
  ClassifierSettings settings;
  settings.dim = static_cast<std::size_t>(arguments.dim);
  settings.loss = kLosses[arguments.loss - 1];
  settings.subwords = {.min_length = static_cast<std::size_t>(arguments.shortest),
                       .max_length = static_cast<std::size_t>(arguments.longest),
                       .buckets = static_cast<std::size_t>(arguments.buckets)};
  const auto at_least = [&](const char* name, std::int32_t value, std::int32_t least) {
    if (value >= least) return static_cast<std::size_t>(value);
    formats::Fail(source, fmt::format("is a fastText model whose setting {} is {}, which cannot be",
                                      name, value));
  };
  settings.word_ngrams = at_least("wordNgrams", arguments.word_ngrams, 0);
  settings.epochs = at_least("epoch", arguments.epochs, 0);
  settings.min_count = at_least("minCount", arguments.min_count, 0);
  settings.negative = at_least("neg", arguments.negative, 0);
  return settings;
}

FasttextArguments ArgumentsOf(const ClassifierSettings& settings) {
  FasttextArguments arguments;
  const auto number = [](std::size_t value) { return static_cast<std::int32_t>(value); };
  arguments.dim = number(settings.dim);
  arguments.epochs = number(settings.epochs);
  arguments.min_count = number(settings.min_count);
  arguments.negative = number(settings.negative);
  arguments.word_ngrams = number(settings.word_ngrams);
  arguments.model = formats::kSupervised;
  for (std::size_t i = 0; i < std::size(kLosses); ++i) {
    if (kLosses[i] == settings.loss) arguments.loss = number(i + 1);
  }
  arguments.buckets = number(settings.Buckets());
  const bool enabled = settings.subwords.enabled();
  arguments.shortest = enabled ? number(settings.subwords.min_length) : 0;
  arguments.longest = enabled ? number(settings.subwords.max_length) : 0;
  return arguments;
}

void RequireClassifier(const Source& source, const FasttextStart& start) {
  if (start.arguments.model != formats::kSupervised) {
    formats::Fail(source, "holds word vectors and no classifier: firth classify train makes one");
  }
  if (start.labels == 0) formats::Fail(source, "is a classifier without a label");
}

void RequireShapes(const Source& source, const FasttextBody& body,
                   const ClassifierSettings& settings) {
  const std::size_t buckets = body.kept ? body.kept->size() : settings.Buckets();
  if (body.input.rows < body.words.size() + buckets) {
    formats::Fail(source, fmt::format("has {} rows for {} words and {} buckets", body.input.rows,
                                      body.words.size(), buckets));
  }
  if (body.output.rows != body.labels.size()) {
    formats::Fail(source, fmt::format("has {} output rows for {} labels", body.output.rows,
                                      body.labels.size()));
  }
}

/// The words and both matrices, should these have to be copied; and `decoded` bytes of an output
/// matrix that is made from codes.
void RequireMemory(const Source& source, std::uint64_t decoded, std::uint64_t limit) {
  const std::uint64_t needed = source.bytes.size() + decoded;
  if (limit == 0 || needed <= limit) return;
  throw Error(ErrorKind::kMemory,
              fmt::format("takes about {} MB, the limit is {} MB; raise --memory-limit",
                          needed / 1'000'000, limit / 1'000'000),
              source.path);
}

/// Numbers or codes.
void PlaceMatrices(const Source& source, FasttextBody& body, Classifier& model) {
  const std::size_t dim = model.settings.dim;
  if (body.input.codes) {
    model.quantized_input = std::move(body.input.codes);
  } else if (formats::AreAligned(body.input.bytes)) {
    model.input = body.input.Rows(source, 0, body.input.rows, dim);
  } else {
    model.mapped_input.emplace(source.owner, body.input.bytes.data(), body.input.rows, dim);
  }
  model.output = body.output.Rows(source, 0, body.output.rows, dim);
  model.quantized_output = std::move(body.output.codes);
}

void WriteMatrix(const Matrix& matrix, const std::optional<QuantizedMatrix>& codes,
                 base::AtomicFile& file) {
  if (codes) return formats::WriteQuantized(*codes, file);
  formats::BeginMatrix(matrix.rows(), matrix.columns(), file);
  formats::WriteDenseRows(matrix, file);
}

void RequireWritable(const Vocabulary& entries, const std::string& path) {
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    if (entries.Word(TokenId{i}).find('\0') == std::string_view::npos) continue;
    throw Error(ErrorKind::kFormat, "a word with a NUL in it cannot be written", path);
  }
}

}  // namespace

namespace classify {

Classifier ReadClassifier(const Source& source, std::string_view label_prefix,
                          std::uint64_t memory_limit) {
  const FasttextStart start = formats::ReadStart(source);
  RequireClassifier(source, start);
  RequireMemory(source, 0, memory_limit);
  Classifier model;
  model.settings = SettingsOf(source, start.arguments);
  model.settings.label_prefix = label_prefix;
  FasttextBody body = formats::ReadBody(source, start);
  RequireShapes(source, body, model.settings);
  model.words = std::move(body.words);
  model.labels = std::move(body.labels);
  model.tokens = start.tokens;
  model.kept = body.kept;
  if (body.output.codes) {
    RequireMemory(source, body.output.rows * model.settings.dim * sizeof(float), memory_limit);
  }
  PlaceMatrices(source, body, model);
  return model;
}

}  // namespace classify

void Classifier::HoldInput() {
  if (!mapped_input) return;
  input = mapped_input->ToMatrix();
  mapped_input.reset();
}

Classifier ReadClassifier(const std::string& path, std::string_view label_prefix,
                          std::uint64_t memory_limit) {
  return classify::ReadClassifier(formats::OpenSource(path), label_prefix, memory_limit);
}

void WriteClassifier(const Classifier& model, const std::string& path) {
  RequireWritable(model.words, path);
  RequireWritable(model.labels, path);
  base::AtomicFile file(path);
  formats::WriteArguments(ArgumentsOf(model.settings), file);
  formats::WriteEntries(model.words, model.labels, model.tokens, model.kept.get(), file);
  if (model.mapped_input) {
    WriteMatrix(model.mapped_input->ToMatrix(), {}, file);
  } else {
    WriteMatrix(model.input, model.quantized_input, file);
  }
  WriteMatrix(model.output, model.quantized_output, file);
  file.Commit();
}

}  // namespace firth
