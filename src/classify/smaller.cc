#include "classify/smaller.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "matrix/longest_rows.h"

namespace firth {
namespace classify {

void RequireNumbers(const Classifier& model) {
  if (!model.quantized_input && !model.quantized_output) return;
  throw Error(ErrorKind::kInput,
              "the model is quantised already; take the one that it was made from");
}

}  // namespace classify

Classifier PruneClassifier(Classifier model, std::size_t rows) {
  classify::RequireNumbers(model);
  model.HoldInput();
  if (rows >= model.input.rows()) return model;
  // The row of a line's end is in every line: fastText, too, never leaves it out.
  std::optional<std::uint32_t> line_end;
  if (const auto id = model.words.Find(kLineEndWord)) line_end = Index(*id);
  const auto kept = matrix::LongestRows(model.input, std::max<std::size_t>(rows, 1), line_end);
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

Classifier QuantizeClassifier(Classifier model, const QuantizeClassifierSettings& settings) {
  classify::RequireNumbers(model);
  model.HoldInput();
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
