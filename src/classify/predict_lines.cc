#include <fmt/format.h>

#include <iterator>
#include <string>

#include "base/system.h"
#include "classify/in_order.h"
#include "classify/whole_lines.h"
#include "corpus/lines.h"
#include "firth/classify.h"

namespace firth {
namespace {

void AppendAnswer(const Classifier& model, std::span<const LabelScore> labels, bool probabilities,
                  std::string& out) {
  bool first = true;
  for (const auto& [label, probability] : labels) {
    if (!first) out += ' ';
    first = false;
    out += model.labels.Word(label);
    if (probabilities) fmt::format_to(std::back_inserter(out), " {:.6g}", probability);
  }
  out += '\n';
}

}  // namespace

void PredictLines(const Classifier& model, BlockReader& text, const PredictSettings& settings,
                  const std::function<void(std::string_view)>& write) {
  classify::WholeLines lines(text);
  classify::InOrder in_order(lines);
  in_order.Run(
      settings.threads > 0 ? settings.threads : base::ProcessorCount(),
      [&] { return LinePredictor(model, settings.cpu_target); },
      [&](const TextBlock& block, LinePredictor& predictor) {
        std::string answers;
        corpus::ForEachLine(block.text, [&](std::string_view line, bool /*ended*/) {
          AppendAnswer(model, predictor.Predict(line, settings.k, settings.threshold),
                       settings.probabilities, answers);
        });
        return answers;
      },
      [&](const std::string& answers) { write(answers); });
}

}  // namespace firth
