#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/run_on_threads.h"
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
      base::ThreadCount(settings.threads),
      [&] { return LinePredictor(model, settings.cpu_target); },
      [&](const TextBlock& block, LinePredictor& predictor) {
        std::vector<std::string_view> block_lines;
        corpus::ForEachLine(block.text, [&](std::string_view line, bool /*ended*/) {
          block_lines.push_back(line);
        });
        std::string answers;
        predictor.PredictEach(block_lines, settings.k, settings.threshold,
                              [&](std::size_t /*i*/, std::span<const LabelScore> labels) {
                                AppendAnswer(model, labels, settings.probabilities, answers);
                              });
        return answers;
      },
      [&](const std::string& answers) { write(answers); });
}

std::vector<std::vector<LabelScore>> PredictAll(const Classifier& model,
                                                std::span<const std::string_view> lines,
                                                const PredictSettings& settings) {
  constexpr std::size_t kAtOnce = 64;
  std::vector<std::vector<LabelScore>> answers(lines.size());
  std::atomic<std::size_t> next = 0;
  const std::size_t shares = (lines.size() + kAtOnce - 1) / kAtOnce;
  const unsigned wanted = base::ThreadCount(settings.threads);
  const auto threads = static_cast<unsigned>(std::clamp<std::size_t>(shares, 1, wanted));
  base::RunOnThreads(threads, [&] {
    LinePredictor predictor(model, settings.cpu_target);
    for (std::size_t begin = next.fetch_add(kAtOnce); begin < lines.size();
         begin = next.fetch_add(kAtOnce)) {
      predictor.PredictEach(lines.subspan(begin, std::min(kAtOnce, lines.size() - begin)),
                            settings.k, settings.threshold,
                            [&](std::size_t i, std::span<const LabelScore> found) {
                              answers[begin + i].assign(found.begin(), found.end());
                            });
    }
  });
  return answers;
}

}  // namespace firth
