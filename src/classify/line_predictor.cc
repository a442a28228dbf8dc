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

  void Clear() {
    reader.Clear();
    rows.clear();
    at = 0;
  }

  /// Reads some of the lines, so few that what is known of them stays in the cache. Returns how
  /// many.
  std::size_t ReadSome(std::span<const std::string_view> lines) {
    constexpr std::size_t kMostLines = 64;
    constexpr std::size_t kMostRows = 4096;
    Clear();
    std::size_t count = 0;
    while (count < lines.size() && count < kMostLines && reader.rows().size() < kMostRows) {
      reader.Add(lines[count++]);
    }
    if (model.mapped_input || model.quantized_input) return count;
    // Kernels that add to rows take the same plan: this one only reads them.
    for (const RowId row : reader.rows()) {
      rows.push_back(const_cast<float*>(model.input.view().RowData(row)));
    }
    return count;
  }

  std::size_t RowCount() const { return reader.RowsBegin(at + 1) - reader.RowsBegin(at); }

  /// The mean of the rows of line `at`.
  void Gather() {
    const std::size_t begin = reader.RowsBegin(at);
    const std::size_t count = RowCount();
    if (model.quantized_input) {
      GatherCodes(*model.quantized_input);
    } else if (model.mapped_input) {
      MeanOfCopies(*model.mapped_input, begin, count);
    } else {
      Sum(rows.data() + begin, count, 1 / static_cast<float>(count), rows.size() - begin - count);
    }
  }

  /// scale times the sum of `count` rows, behind which stand those of `ahead` that come next.
  void Sum(float* const* bag, std::size_t count, float scale, std::size_t ahead) {
    constexpr std::size_t kMostAhead = 64;
    kernels.gather(
        {bag, count, model.output.columns(), scale, nullptr, std::min(ahead, kMostAhead)},
        hidden.MutableRowData(RowId{0}));
  }

  /// A line may be as long as the text: so many rows at a time are copied and added.
  void MeanOfCopies(const ByteRows& input, std::size_t begin, std::size_t count) {
    constexpr std::size_t kAtOnce = 256;
    const std::size_t columns = input.columns();
    copies.resize((kAtOnce + 1) * columns);
    copied.clear();
    for (std::size_t done = 0; done < count;) {
      const std::size_t now = std::min(kAtOnce, count - done);
      if (done > 0) std::copy_n(hidden.view().data, columns, NextCopy(columns));
      for (std::size_t i = 0; i < now; ++i) {
        FetchBehind(input, begin + done + i);
        input.CopyRow(reader.rows()[begin + done + i], NextCopy(columns));
      }
      done += now;
      Sum(copied.data(), copied.size(), done == count ? 1 / static_cast<float>(count) : 1, 0);
      copied.clear();
    }
  }

  float* NextCopy(std::size_t columns) {
    copied.push_back(copies.data() + copied.size() * columns);
    return copied.back();
  }

  /// Has a row that comes after row `i` of the lines on its way from memory.
  void FetchBehind(const ByteRows& input, std::size_t i) const {
    constexpr std::size_t kAhead = 16;
    constexpr std::size_t kLine = 64;
    if (i + kAhead >= reader.rows().size()) return;
    const char* const row = input.RowBytes(reader.rows()[i + kAhead]);
    for (std::size_t b = 0; b < input.columns() * sizeof(float); b += kLine) {
      __builtin_prefetch(row + b);
    }
  }

  void GatherCodes(const QuantizedMatrix& input) {
    const std::span<float> sum = hidden.MutableRow(RowId{0});
    std::ranges::fill(sum, 0.0F);
    const auto mine = std::span(reader.rows()).subspan(reader.RowsBegin(at), RowCount());
    for (const RowId row : mine) input.AddRow(row, sum);
    const float scale = 1 / static_cast<float>(mine.size());
    for (float& x : sum) x *= scale;
  }

  /// What Predict answers for line `at`.
  std::span<const LabelScore> Answer(std::size_t k, double threshold) {
    best.clear();
    if (RowCount() == 0) return {};
    Gather();
    ScoreLabels();
    RequireNumbers();
    KeepBest(k, threshold);
    return best;
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
  std::size_t at = 0;  ///< the line that is answered, of those that were read
  const kernels::Kernels<float>& kernels;
  std::optional<classify::LabelTree> tree;
  Matrix hidden;
  std::vector<float*> rows;   ///< of all lines that were read
  std::vector<float> copies;  ///< of rows that begin where no float can
  std::vector<float*> copied;
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
  state_->ReadSome({&line, 1});
  return state_->Answer(k, threshold);
}

void LinePredictor::PredictEach(
    std::span<const std::string_view> lines, std::size_t k, double threshold,
    const std::function<void(std::size_t i, std::span<const LabelScore>)>& visit) {
  State& state = *state_;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t count = state.ReadSome(lines.subspan(begin));
    for (state.at = 0; state.at < count; ++state.at) {
      visit(begin + state.at, state.Answer(k, threshold));
    }
    begin += count;
  }
  state.Clear();
}

std::span<const float> LinePredictor::VectorOf(std::string_view line) {
  State& state = *state_;
  state.ReadSome({&line, 1});
  const std::span<float> vector = state.hidden.MutableRow(RowId{0});
  if (state.RowCount() == 0) {
    std::ranges::fill(vector, 0.0F);
  } else {
    state.Gather();
  }
  return vector;
}

std::span<const TokenId> LinePredictor::known_labels() const {
  const State& state = *state_;
  return state.at < state.reader.lines() ? state.reader.LabelsOf(state.at)
                                         : std::span<const TokenId>();
}
bool LinePredictor::has_unknown_labels() const {
  const State& state = *state_;
  return state.at < state.reader.lines() && state.reader.HasUnknownLabels(state.at);
}

}  // namespace firth
