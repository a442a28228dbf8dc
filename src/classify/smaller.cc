#include "classify/smaller.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "classify/drawn_settings.h"
#include "classify/feature_table.h"
#include "classify/labelled_lines.h"
#include "firth/error.h"
#include "matrix/longest_rows.h"

namespace firth {
namespace {

// What stands where is told in formats/fasttext_layout.cc.
constexpr std::uint64_t kEntryBytes = 10;   // beside the letters of a word or label
constexpr std::uint64_t kBucketBytes = 8;   // of a bucket that is left, and its row
constexpr std::uint64_t kPointsBytes = 16;  // before the points of a quantiser
constexpr std::uint64_t kShapeBytes = 16;   // before numbers
constexpr std::uint64_t kCodesBytes = 21;   // before codes

std::uint64_t PointBytes(std::size_t columns) {
  return kPointsBytes + std::uint64_t{columns} * QuantizedMatrix::kCentroids * sizeof(float);
}

std::uint64_t CodesOfRow(std::size_t columns, std::size_t piece, bool norms) {
  return (columns + piece - 1) / piece + (norms ? 1 : 0);
}

/// fastText has pieces of two numbers for labels, whatever the input has.
constexpr std::size_t kLabelPiece = 2;

/// Row of a line's end, which is in every line: fastText, too, never leaves it out.
std::optional<std::uint32_t> LineEndRow(const Classifier& model) {
  const auto id = model.words.Find(kLineEndWord);
  if (!id) return std::nullopt;
  return Index(*id);
}

std::vector<double> SquaredUses(const Classifier& model, const LabelledLines* lines) {
  return lines != nullptr ? classify::SquaredUses(model, *lines) : std::vector<double>();
}

}  // namespace

namespace classify {

void RequireNumbers(const Classifier& model) {
  if (!model.quantized_input && !model.quantized_output) return;
  throw Error(ErrorKind::kInput,
              "the model is quantised already; take the one that it was made from");
}

QuantizeClassifierSettings SmallestCodes(const Vocabulary& labels, std::size_t dim,
                                         const QuantizeSettings& codes) {
  const QuantizeClassifierSettings numbers{.codes = codes, .output = false};
  const QuantizeClassifierSettings coded{.codes = codes, .output = true};
  const bool smaller =
      labels.size() > QuantizedMatrix::kCentroids &&
      BytesWithoutRows(labels, dim, coded) < BytesWithoutRows(labels, dim, numbers);
  return smaller ? coded : numbers;
}

std::size_t MostDim(const Vocabulary& labels, std::size_t fixed, std::uint64_t bytes) {
  const auto fits = [&](std::size_t dim, std::uint64_t rows) {
    return BytesWithoutRows(labels, dim, SmallestCodes(labels, dim, {.norms = true})) + rows <=
           bytes;
  };
  constexpr std::uint64_t kBesideCodes = 1'000;
  if (fixed > 0 && fits(fixed, fixed + kBesideCodes)) return fixed;
  if (fixed == 0 && fits(kLeastDim, bytes / 2)) {
    // Labels may be many: few dims are tried.
    const auto dims = std::views::iota(kLeastDim, kMostDim + 1);
    const auto roomy = [&](std::size_t dim) { return fits(dim, bytes / 2); };
    return *std::ranges::prev(std::ranges::partition_point(dims, roomy));
  }
  if (fixed == 0 && fits(kLeastDim, kLeastDim + kBesideCodes)) return kLeastDim;
  throw Error(ErrorKind::kSettings,
              fmt::format("{} bytes have no room for a model of {} labels{}; name a larger size",
                          bytes, labels.size(),
                          fixed > 0 ? fmt::format(" and vectors of {} numbers", fixed) : ""));
}

std::uint64_t BytesWithoutRows(const Vocabulary& all_labels, std::size_t dim,
                               const QuantizeClassifierSettings& settings) {
  constexpr std::uint64_t kSettingsBytes = 8 + 12 * 4 + 8;
  constexpr std::uint64_t kCountsBytes = 3 * 4 + 2 * 8;
  const std::size_t labels = all_labels.size();
  std::uint64_t names = labels * kEntryBytes;
  for (std::uint32_t i = 0; i < labels; ++i) names += all_labels.Word(TokenId{i}).size();
  const bool norms = settings.codes.norms;
  const std::uint64_t points = PointBytes(dim) + (norms ? PointBytes(1) : 0);
  const std::uint64_t input = 1 + kCodesBytes + points;
  const std::uint64_t output =
      settings.output ? kCodesBytes + points + labels * CodesOfRow(dim, kLabelPiece, norms)
                      : kShapeBytes + std::uint64_t{labels} * dim * sizeof(float);
  return kSettingsBytes + kCountsBytes + names + input + 1 + output;
}

std::vector<double> SquaredUses(const Classifier& model, const LabelledLines& lines) {
  const LabelledLines::Storage& text = lines.storage();
  ClassifierSettings settings = model.settings;
  settings.word_ngrams = std::max<std::size_t>(settings.word_ngrams, 1);
  const FeatureTable features(text, settings, model.kept.get());
  std::vector<double> uses(model.mapped_input ? model.mapped_input->rows() : model.input.rows());
  for (const auto& line : text.lines) {
    features.ForEach(text.WordsOf(line), [&uses](RowId row) { ++uses[Index(row)]; });
  }
  for (double& count : uses) count *= count;
  return uses;
}

Classifier Prune(Classifier model, std::size_t rows, std::span<const double> uses) {
  const auto kept = matrix::LongestRows(model.input, std::max<std::size_t>(rows, 1),
                                        {.always = LineEndRow(model), .weights = uses});
  Vocabulary words;
  std::vector<std::uint32_t> buckets;
  for (const std::uint32_t row : kept) {
    if (row < model.words.size()) {
      words.Add(model.words.Word(TokenId{row}), model.words.CountOf(TokenId{row}));
      continue;
    }
    const auto behind = static_cast<std::uint32_t>(row - model.words.size());
    buckets.push_back(model.kept ? model.kept->buckets()[behind] : behind);
  }
  model.input = matrix::KeepRows(model.input, kept);
  model.words = std::move(words);
  model.kept = std::make_shared<const KeptBuckets>(std::move(buckets));
  return model;
}

std::size_t RowsWithin(const Classifier& model, std::uint64_t bytes,
                       const QuantizeClassifierSettings& settings, std::span<const double> uses) {
  const std::size_t dim = model.settings.dim;
  std::uint64_t taken = BytesWithoutRows(model.labels, dim, settings);
  const std::uint64_t codes = CodesOfRow(dim, settings.codes.piece, settings.codes.norms);
  const Matrix held = model.mapped_input ? model.mapped_input->ToMatrix() : model.input.Share();
  std::size_t rows = 0;
  for (const std::uint32_t row :
       matrix::RowsByLength(held, {.always = LineEndRow(model), .weights = uses})) {
    const bool word = row < model.words.size();
    taken += codes + (word ? kEntryBytes + model.words.Word(TokenId{row}).size() : kBucketBytes);
    if (taken > bytes) break;
    ++rows;
  }
  return rows;
}

}  // namespace classify

Classifier PruneClassifier(Classifier model, std::size_t rows, const LabelledLines* lines) {
  classify::RequireNumbers(model);
  model.HoldInput();
  if (rows >= model.input.rows()) return model;
  const std::vector<double> uses = SquaredUses(model, lines);
  return classify::Prune(std::move(model), rows, uses);
}

std::size_t RowsWithin(const Classifier& model, std::uint64_t bytes,
                       const QuantizeClassifierSettings& settings, const LabelledLines* lines) {
  classify::RequireNumbers(model);
  return classify::RowsWithin(model, bytes, settings, SquaredUses(model, lines));
}

Classifier QuantizeClassifier(Classifier model, const QuantizeClassifierSettings& settings) {
  classify::RequireNumbers(model);
  model.HoldInput();
  model.quantized_input = Quantize(model.input.view(), settings.codes);
  model.input = {};
  if (!settings.output) return model;
  QuantizeSettings codes = settings.codes;
  codes.piece = kLabelPiece;
  model.quantized_output = Quantize(model.output.view(), codes);
  model.output = model.quantized_output->Decode(0, model.output.rows(), RowLayout::kPadded);
  return model;
}

}  // namespace firth
