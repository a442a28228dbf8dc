#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"
#include "base/system.h"
#include "base/watched_threads.h"
#include "classify/feature_table.h"
#include "classify/labelled_lines.h"
#include "classify/line_meter.h"
#include "classify/line_model.h"
#include "classify/line_trainer.h"
#include "classify/smaller.h"
#include "firth/classify.h"
#include "firth/error.h"
#include "matrix/initialize.h"

namespace firth {
namespace {

using Storage = LabelledLines::Storage;

constexpr double kNegativePower = 0.5;  // fastText's

std::uint64_t LimitOf(const ClassifierSettings& settings) {
  TrainSettings defaults;
  defaults.memory_limit = settings.memory_limit;
  return defaults.MemoryLimit();
}

/// `buckets`: rows of n-grams.
void FitMemory(const Storage& text, const ClassifierSettings& settings, std::size_t buckets,
               const classify::FeatureTable& features, const TrainObserver& observer) {
  constexpr std::uint64_t kProgramBytes = 30'000'000;
  const std::uint64_t rows = text.words.size() + buckets + text.labels.size();
  MemoryEstimate estimate;
  estimate.matrices = rows * RowStride<float>(settings.dim, RowLayout::kPadded) * sizeof(float);
  estimate.vocabulary = 2 * (text.words.MemoryBytes() + text.labels.MemoryBytes());
  estimate.id_stream = text.MemoryBytes();
  estimate.subwords = features.MemoryBytes();
  estimate.program = kProgramBytes;
  const std::uint64_t limit = LimitOf(settings);
  if (estimate.Total() > limit) {
    constexpr double kMegabyte = 1e6;
    throw Error(ErrorKind::kMemory,
                fmt::format("training needs {:.0f} MB (matrices {:.0f} MB), the limit is {:.0f} "
                            "MB; lower --dim or --bucket, or raise --min-count or --memory-limit",
                            static_cast<double>(estimate.Total()) / kMegabyte,
                            static_cast<double>(estimate.matrices) / kMegabyte,
                            static_cast<double>(limit) / kMegabyte));
  }
  if (observer.ready) observer.ready(text.words, estimate);
}

/// The order in which lines are trained: files are often sorted by label, and a model that meets
/// one label for long forgets the others.
std::vector<std::uint32_t> ShuffledOrder(std::size_t lines, std::uint64_t seed) {
  if (lines > kMaxTokens) throw Error(ErrorKind::kInput, "there are more than 4 billion lines");
  std::vector<std::uint32_t> order(lines);
  std::iota(order.begin(), order.end(), 0);
  base::SplitMix64 random = base::StreamFor(seed, lines);
  for (auto i = static_cast<std::uint32_t>(lines); i > 1; --i) {
    std::swap(order[i - 1], order[random.Below(i)]);
  }
  return order;
}

Classifier FreshClassifier(const Storage& text, const ClassifierSettings& settings) {
  Classifier model;
  model.settings = settings;
  model.words = text.words.Clone();
  model.labels = text.labels.Clone();
  model.tokens = text.tokens;
  model.input = Matrix(text.words.size() + settings.Buckets(), settings.dim);
  model.output = Matrix(text.labels.size(), settings.dim);
  matrix::FillUniform(model.input, 1.0 / static_cast<double>(settings.dim), settings.seed);
  if (!text.pretrained) return model;
  if (text.pretrained->dim() != settings.dim) {
    throw Error(ErrorKind::kInput, fmt::format("the vectors to start from have {} numbers, not {}",
                                               text.pretrained->dim(), settings.dim));
  }
  for (std::uint32_t i = 0; i < model.words.size(); ++i) {
    const auto known = text.pretrained->Find(model.words.Word(TokenId{i}));
    if (known) std::ranges::copy(*known, model.input.MutableRow(RowId{i}).begin());
  }
  return model;
}

bool AllFinite(const Matrix& matrix) {
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    bool bad = false;
    for (const float value : matrix.Row(RowId{i})) {
      bad |= (std::bit_cast<std::uint32_t>(value) & 0x7F800000U) == 0x7F800000U;
    }
    if (bad) return false;
  }
  return true;
}

/// A model in training, and its threads.
class Run {
 public:
  Run(const Storage& text, const ClassifierSettings& settings,
      const classify::FeatureTable& features, Classifier& model)
      : order_(ShuffledOrder(text.lines.size(), settings.seed)),
        context_{settings,
                 text,
                 order_,
                 features,
                 matrix::SharedRows<float>(model.input),
                 kernels::KernelsFor<float>(settings.cpu_target)} {
    if (settings.loss == ClassifierLoss::kNegativeSampling) {
      sampler_.emplace(model.labels, kNegativePower);
    }
    if (settings.loss == ClassifierLoss::kHierarchicalSoftmax) tree_.emplace(model.labels);
    const classify::LineParts<float> parts{matrix::SharedRows<float>(model.output),
                                           model.labels.size(), sampler_ ? &*sampler_ : nullptr,
                                           tree_ ? &*tree_ : nullptr, context_.kernels};
    const std::uint64_t most = (context_.Total() - 1) / classify::kLinesAtOnce + 1;
    const unsigned threads = base::ThreadCount(settings.threads);
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(threads, most); ++i) {
      trainers_.push_back(std::make_unique<classify::LineTrainer>(
          context_, classify::MakeLineModel<float>(settings, parts)));
    }
  }

  void Train(const TrainObserver& observer, ClassifierResult& result) {
    std::vector<const train::TrainerReport*> reports;
    for (const auto& trainer : trainers_) reports.push_back(&trainer->report());
    classify::LineMeter meter(context_, std::move(reports));
    const auto tick = [&] {
      const Progress progress = meter.Measure();
      if (observer.progress) observer.progress(progress);
    };
    base::RunWatched(
        trainers_.size(),
        [this](std::size_t i, const std::stop_token& stop) { Work(*trainers_[i], stop); },
        observer.stop, tick);
    result.seconds = meter.seconds();
    result.progress = meter.Measure();
    if (observer.progress) observer.progress(result.progress);
  }

 private:
  void Work(classify::LineTrainer& trainer, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const std::uint64_t begin =
          next_.fetch_add(classify::kLinesAtOnce, std::memory_order_relaxed);
      if (begin >= context_.Total()) return;
      trainer.Train(begin, std::min(begin + classify::kLinesAtOnce, context_.Total()));
    }
  }

  std::vector<std::uint32_t> order_;
  classify::LineContext context_;
  std::optional<models::NegativeSampler> sampler_;
  std::optional<classify::LabelTree> tree_;
  std::vector<std::unique_ptr<classify::LineTrainer>> trainers_;
  std::atomic<std::uint64_t> next_ = 0;
};

ClassifierResult Learn(Classifier model, const Storage& text, const ClassifierSettings& settings,
                       const classify::FeatureTable& features, const TrainObserver& observer) {
  ClassifierResult result;
  result.model = std::move(model);
  Run(text, settings, features, result.model).Train(observer, result);
  if (!AllFinite(result.model.input) || !AllFinite(result.model.output)) {
    throw Error(ErrorKind::kDiverged,
                "a vector holds a number that is not finite; train again with a lower --lr");
  }
  result.stopped = result.progress.words_done < result.progress.words_total;
  return result;
}

}  // namespace

ClassifierResult TrainClassifier(const LabelledLines& lines, const ClassifierSettings& settings,
                                 const TrainObserver& observer) {
  Validate(settings);
  const Storage& text = lines.storage();
  const classify::FeatureTable features(text, settings);
  FitMemory(text, settings, settings.Buckets(), features, observer);
  return Learn(FreshClassifier(text, settings), text, settings, features, observer);
}

ClassifierResult RetrainClassifier(Classifier model, const LabelledLines& lines,
                                   const ClassifierSettings& wanted,
                                   const TrainObserver& observer) {
  classify::RequireNumbers(model);
  model.HoldInput();
  ClassifierSettings settings = model.settings;
  settings.epochs = wanted.epochs;
  settings.lr = wanted.lr;
  settings.threads = wanted.threads;
  settings.seed = wanted.seed;
  settings.memory_limit = wanted.memory_limit;
  settings.cpu_target = wanted.cpu_target;
  settings.word_ngrams = std::max<std::size_t>(settings.word_ngrams, 1);
  Validate(settings);
  const Storage& text = lines.storage();
  const classify::FeatureTable features(text, settings, model.kept.get());
  FitMemory(text, settings, model.input.rows() - model.words.size(), features, observer);
  model.settings = settings;
  model.input = model.input.Copy(RowLayout::kPadded);
  model.output = model.output.Copy(RowLayout::kPadded);
  return Learn(std::move(model), text, settings, features, observer);
}

}  // namespace firth
