#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "classify/label_tree.h"
#include "classify/line_reader.h"
#include "firth/classify.h"
#include "firth/error.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

float Sigmoid(float score) { return 1 / (1 + std::exp(-score)); }

/// Turns scores into probabilities that sum to 1.
void Softmax(std::span<float> scores) {
  const float largest = *std::ranges::max_element(scores);
  float total = 0;
  for (float& score : scores) {
    score = std::exp(score - largest);
    total += score;
  }
  for (float& score : scores) score /= total;
}

/// Turns the scores of a tree's inner nodes into probabilities of labels: a node's is that of its
/// parent times that of the turn. Children come before their parents.
void DescendTree(const classify::LabelTree& tree, std::vector<float>& scores,
                 std::vector<float>& reached) {
  const auto nodes = tree.nodes();
  const std::size_t labels = nodes.size() + 1;
  reached.assign(labels + nodes.size(), 1);
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const float positive = Sigmoid(scores[i]);
    reached[nodes[i].positive] = reached[labels + i] * positive;
    reached[nodes[i].negative] = reached[labels + i] * (1 - positive);
  }
  scores.assign(reached.begin(), reached.begin() + static_cast<std::ptrdiff_t>(labels));
}

}  // namespace

struct LinePredictor::State {
  State(const Classifier& classifier, CpuTarget target)
      : model(classifier),
        reader(classifier),
        kernels(kernels::KernelsFor<float>(target)),
        hidden(1, classifier.output.columns()) {
    if (model.settings.loss == ClassifierLoss::kHierarchicalSoftmax) tree.emplace(model.labels);
  }

  /// The mean of the line's rows.
  void Gather() {
    if (model.quantized_input) return GatherCodes(*model.quantized_input);
    rows.clear();
    // Kernels that add to rows take the same plan: this one only reads them.
    for (const RowId row : reader.rows()) {
      rows.push_back(const_cast<float*>(model.input.view().RowData(row)));
    }
    const float scale = 1 / static_cast<float>(rows.size());
    kernels.gather({rows.data(), rows.size(), model.input.columns(), scale},
                   hidden.MutableRowData(RowId{0}));
  }

  void GatherCodes(const QuantizedMatrix& input) {
    const std::span<float> sum = hidden.MutableRow(RowId{0});
    std::ranges::fill(sum, 0.0F);
    for (const RowId row : reader.rows()) input.AddRow(row, sum);
    const float scale = 1 / static_cast<float>(reader.rows().size());
    for (float& x : sum) x *= scale;
  }

  void ScoreLabels() {
    const std::size_t labels = model.labels.size();
    scores.resize(labels);
    const Matrix& output = model.output;
    kernels.dot_block({hidden.view().data, 1, hidden.stride(), output.view().data, labels,
                       output.stride(), output.columns(), scores.data(), labels});
    switch (model.settings.loss) {
      case ClassifierLoss::kSoftmax:
        return Softmax(scores);
      case ClassifierLoss::kHierarchicalSoftmax:
        return DescendTree(*tree, scores, reached);
      default:
        for (float& score : scores) score = Sigmoid(score);
    }
  }

  /// Rows are not looked at when a file is read, but for those that a line needs.
  void RequireNumbers() const {
    if (std::ranges::none_of(scores, [](float score) { return std::isnan(score); })) return;
    throw Error(ErrorKind::kFormat, "the model's matrices hold numbers that are not finite");
  }

  void KeepBest(std::size_t k, double threshold) {
    best.clear();
    for (std::uint32_t i = 0; i < scores.size(); ++i) {
      if (static_cast<double>(scores[i]) >= threshold) best.push_back({TokenId{i}, scores[i]});
    }
    const auto better = [](const LabelScore& a, const LabelScore& b) {
      return a.probability != b.probability ? a.probability > b.probability : a.label < b.label;
    };
    const std::size_t kept = std::min(k, best.size());
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                      better);
    best.resize(kept);
  }

  const Classifier& model;
  classify::LineReader reader;
  const kernels::Kernels<float>& kernels;
  std::optional<classify::LabelTree> tree;
  Matrix hidden;
  std::vector<float*> rows;
  std::vector<float> scores;
  std::vector<float> reached;
  std::vector<LabelScore> best;
};

LinePredictor::LinePredictor(const Classifier& model, CpuTarget target)
    : state_(std::make_unique<State>(model, target)) {}
LinePredictor::~LinePredictor() = default;
LinePredictor::LinePredictor(LinePredictor&&) noexcept = default;
LinePredictor& LinePredictor::operator=(LinePredictor&&) noexcept = default;

std::span<const LabelScore> LinePredictor::Predict(std::string_view line, std::size_t k,
                                                   double threshold) {
  State& state = *state_;
  state.reader.Read(line);
  state.best.clear();
  if (state.reader.rows().empty()) return {};
  state.Gather();
  state.ScoreLabels();
  state.RequireNumbers();
  state.KeepBest(k, threshold);
  return state.best;
}

std::span<const float> LinePredictor::VectorOf(std::string_view line) {
  State& state = *state_;
  state.reader.Read(line);
  const std::span<float> vector = state.hidden.MutableRow(RowId{0});
  if (state.reader.rows().empty()) {
    std::ranges::fill(vector, 0.0F);
  } else {
    state.Gather();
  }
  return vector;
}

std::span<const TokenId> LinePredictor::known_labels() const { return state_->reader.labels(); }
bool LinePredictor::has_unknown_labels() const { return state_->reader.has_unknown_labels(); }

}  // namespace firth
