#include "classify/smaller.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "firth/error.h"

namespace firth {
namespace {

double Square(std::span<const float> row) {
  double sum = 0;
  for (const float x : row) sum += double{x} * double{x};
  return sum;
}

/// The numbers of the rows to keep, in ascending order.
std::vector<std::uint32_t> LongestRows(const Classifier& model, std::size_t count) {
  const std::size_t rows = model.input.rows();
  std::vector<double> squares(rows);
  for (std::uint32_t i = 0; i < rows; ++i) squares[i] = Square(model.input.Row(RowId{i}));
  // The row of a line's end is in every line: fastText, too, never leaves it out.
  const auto line_end = model.words.Find(kLineEndWord);
  if (line_end) squares[Index(*line_end)] = std::numeric_limits<double>::infinity();
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0);
  const auto longer = [&squares](std::uint32_t a, std::uint32_t b) {
    return squares[a] != squares[b] ? squares[a] > squares[b] : a < b;
  };
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                   longer);
  order.resize(count);
  std::ranges::sort(order);
  return order;
}

Matrix KeepRows(const Matrix& from, const std::vector<std::uint32_t>& rows) {
  Matrix to(rows.size(), from.columns());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(from.Row(RowId{rows[i]}), to.MutableRow(RowId{i}).begin());
  }
  return to;
}

}  // namespace

namespace classify {

void RequireNumbers(const Classifier& model) {
  if (!model.quantized_input && !model.quantized_output) return;
  throw Error(ErrorKind::kInput,
              "the model is quantised already; take the one that it was made from");
}

}  // namespace classify

Classifier PruneClassifier(Classifier model, std::size_t rows) {
  classify::RequireNumbers(model);
  if (rows >= model.input.rows()) return model;
  const std::vector<std::uint32_t> kept = LongestRows(model, std::max<std::size_t>(rows, 1));
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
  model.input = KeepRows(model.input, kept);
  model.words = std::move(words);
  model.kept = std::make_shared<const KeptBuckets>(std::move(buckets));
  return model;
}

Classifier QuantizeClassifier(Classifier model, const QuantizeClassifierSettings& settings) {
  classify::RequireNumbers(model);
  model.quantized_input = Quantize(model.input.view(), settings.codes);
  model.input = {};
  if (!settings.output) return model;
  // fastText has pieces of two numbers here, whatever the input has.
  QuantizeSettings codes = settings.codes;
  codes.piece = 2;
  model.quantized_output = Quantize(model.output.view(), codes);
  model.output = model.quantized_output->Decode(0, model.output.rows(), RowLayout::kPadded);
  return model;
}

}  // namespace firth
