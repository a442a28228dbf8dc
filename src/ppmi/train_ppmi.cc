#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/system.h"
#include "cooccurrence/counted_corpus.h"
#include "firth/error.h"
#include "firth/ppmi.h"
#include "ppmi/ppmi_matrix.h"
#include "train/checkpoint/checkpoint.h"
#include "train/pace.h"

namespace firth {
namespace {

using Clock = std::chrono::steady_clock;
using numeric::Block;
using numeric::SvdSettings;

double SecondsBetween(Clock::time_point a, Clock::time_point b) {
  return std::chrono::duration<double>(b - a).count();
}

SvdSettings SvdSettingsOf(const TrainSettings& settings) {
  return {.rank = settings.model.dim, .seed = settings.seed};
}

/// Passes over the pairs, as an observer hears of them.
class Passes {
 public:
  Passes(std::uint64_t pairs, unsigned passes, const TrainObserver& observer)
      : pairs_(pairs), observer_(observer) {
    progress_.unit = "pairs";
    progress_.epochs = passes;
    progress_.words_total = pairs * passes;
  }

  /// After so many visits of pairs.
  void Report(std::uint64_t visited) {
    const std::uint64_t more = visited - progress_.words_done;
    report_.Add(more, more, 0);
    pace_.Measure(0, progress_);
    progress_.epoch = std::min<std::size_t>(progress_.epochs, visited / pairs_ + 1);
    if (observer_.progress) observer_.progress(progress_);
  }

  const Progress& progress() const { return progress_; }

 private:
  std::uint64_t pairs_;
  const TrainObserver& observer_;
  Progress progress_;
  train::TrainerReport report_;
  train::Pace pace_{std::vector<const train::TrainerReport*>{&report_}};
};

/// Nothing when a stop was requested.
std::optional<numeric::TruncatedSvd> Factor(const cooccurrence::CountedCorpus& counted,
                                            const TrainSettings& settings,
                                            const TrainObserver& observer, Progress& progress) {
  const SvdSettings svd = SvdSettingsOf(settings);
  Passes passes(counted.tiles.total(), numeric::SvdPasses(svd), observer);
  const ppmi::PpmiMatrix* multiplied = nullptr;
  const auto report = [&] { passes.Report(multiplied->visited()); };
  const ppmi::Crew crew{.kernels = kernels::KernelsFor<float>(settings.cpu_target),
                        .threads = base::ThreadCount(settings.threads),
                        .stop = observer.stop,
                        .tick = report};
  const ppmi::PpmiMatrix matrix(counted.tiles, settings.model.ppmi, crew);
  multiplied = &matrix;
  if (!matrix.HasEntries()) {
    throw Error(
        ErrorKind::kInput,
        "no two words are near each other more often than by chance; lower --shift, or take "
        "more text");
  }
  auto factors = numeric::TruncateSvd(matrix, svd, [&] {
    report();
    return !observer.stop.stop_requested();
  });
  progress = passes.progress();
  return factors;
}

/// Singular vectors times value^power.
Matrix Scaled(const Block& vectors, const std::vector<float>& values, double power) {
  // Beneath this share of the largest value float32 has only noise.
  constexpr float kNoise = 1e-6F;
  std::vector<float> scales;
  for (const float value : values) {
    scales.push_back(value > kNoise * values.front() ? std::pow(value, static_cast<float>(power))
                                                     : 0.0F);
  }
  Matrix matrix(vectors.rows(), vectors.columns());
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    std::ranges::transform(vectors.Row(i), scales, matrix.MutableRow(RowId{i}).begin(),
                           std::multiplies<>());
  }
  return matrix;
}

void RequireWords(std::size_t words, std::size_t dim) {
  if (words >= dim) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("--dim is {}, but only {} words are kept, and so many columns there can "
                          "be; lower --dim or --min-count",
                          dim, words));
}

using Counts = std::function<std::optional<cooccurrence::CountedCorpus>(
    const TrainSettings& settings, const cooccurrence::CountRequest& request)>;

TrainResult TrainOn(const Counts& counts, const TrainSettings& asked,
                    const TrainObserver& observer) {
  Validate(asked);
  TrainSettings settings = asked;
  settings.valid.clear();
  const SvdSettings svd = SvdSettingsOf(settings);
  const auto matrices = [&svd](std::size_t words) {
    RequireWords(words, svd.rank);
    return numeric::SvdBytes(words, words, svd);
  };
  TrainResult result;
  auto counted = counts(
      settings,
      {.matrices = matrices, .row_bytes = Block::BytesNeeded(1, svd.rank + svd.oversampling)});
  result.stopped = !counted;
  if (!counted) return result;
  if (observer.ready) observer.ready(counted->vocabulary, counted->memory);
  const Clock::time_point began = Clock::now();
  auto factors = Factor(*counted, settings, observer, result.progress);
  result.seconds = SecondsBetween(began, Clock::now());
  result.words = result.progress.words_done;
  result.stopped = !factors;
  if (!factors) return result;
  counted->tiles = {};
  const double power = settings.model.ppmi.eigenvalue_power;
  result.model.settings = train::SettingsRecord(settings);
  result.model.vocabulary = std::move(counted->vocabulary);
  result.model.input = Scaled(factors->left, factors->values, power);
  result.model.output = Scaled(factors->right, factors->values, power);
  return result;
}

}  // namespace

TrainResult TrainPpmi(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer) {
  const auto counts = [&](const TrainSettings& now, const cooccurrence::CountRequest& request) {
    return cooccurrence::CountCorpus(corpus, now, request, observer);
  };
  return TrainOn(counts, settings, observer);
}

TrainResult TrainPpmi(const CooccurrenceFiles& files, const TrainSettings& settings,
                      const TrainObserver& observer) {
  const auto counts = [&](const TrainSettings& now, const cooccurrence::CountRequest& request) {
    return cooccurrence::TakeCounts(files, now, request, observer);
  };
  TrainResult result = TrainOn(counts, settings, observer);
  cooccurrence::LeaveOutCounting(result.model.settings);
  return result;
}

}  // namespace firth
