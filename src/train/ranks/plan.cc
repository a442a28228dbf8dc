#include "firth/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "corpus/share.h"
#include "corpus/subsampler.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "train/ranks/exchange_plan.h"
#include "train/ranks/rank_sync.h"
#include "train/ranks/row_uses.h"
#include "train/ranks/wire.h"

namespace firth {
namespace {

/// English text has about so many bytes a word, with the blank behind it.
constexpr double kBytesAWord = 5.8;
/// Packing and taking over a row passes over it some times, at the speed of memory.
constexpr double kMemoryBytesPerSecond = 4e9;
constexpr double kPasses = 6;
/// What a word takes in the vocabulary, beside its letters' bytes.
constexpr double kVocabularyBytes = 48;

/// Microseconds that one thread takes for a word of the text: so many, and so many more for each
/// number of a row (docs/scale-out.md says whence).
constexpr double kSkipgramBase = 0.13;
constexpr double kSkipgramDim = 0.0021;
constexpr double kCbowBase = 0.06;
constexpr double kCbowDim = 0.0022;

/// Words a second of one thread of the machine of docs/performance.md.
double MeasuredRate(const ModelSettings& model) {
  const bool cbow = model.context == ContextKind::kCbow;
  const auto dim = static_cast<double>(model.dim);
  return 1e6 / (cbow ? kCbowBase + kCbowDim * dim : kSkipgramBase + kSkipgramDim * dim);
}

/// Counts in proportion to 1 / (rank + 2.7) (Mandelbrot's form of Zipf's law).
Vocabulary ZipfWords(double vocabulary, double words) {
  constexpr double kShift = 2.7;
  Vocabulary zipf;
  double sum = 0;
  for (double rank = 1; rank <= vocabulary; ++rank) sum += 1 / (rank + kShift);
  for (double rank = 1; rank <= vocabulary; ++rank) {
    const double count = words / sum / (rank + kShift);
    zipf.Add(std::to_string(static_cast<std::uint64_t>(rank)),
             Count{std::max<std::uint64_t>(1, static_cast<std::uint64_t>(count))});
  }
  return zipf;
}

void Require(const PlanSettings& settings) {
  const ModelSettings& model = settings.training.model;
  Validate(settings.training);
  if (model.objective != Objective::kNegativeSampling || model.subwords.enabled()) {
    throw Error(ErrorKind::kSettings, "the cost model knows negative sampling without n-grams");
  }
  if (settings.training.storage != RowStorage::kFloat32) {
    throw Error(ErrorKind::kSettings, "--storage bf16 is for one process alone: leave it out");
  }
  const bool sane = settings.words >= 1 && settings.words <= 1e15 && settings.vocabulary >= 1 &&
                    settings.vocabulary <= 1e8 && settings.hosts >= 1 && settings.hosts <= 65'536 &&
                    settings.network > 0 && settings.threads >= 1 && settings.words_per_second >= 0;
  if (!sane) {
    throw Error(ErrorKind::kSettings,
                "--words (to 1e15), --vocab (to 1e8), --hosts (to 65536), --network and --threads "
                "must be numbers above 0");
  }
}

/// How an epoch falls into exchanges.
struct Rhythm {
  double interval_words = 0;  ///< of a host between two exchanges
  double exchanges = 0;       ///< of an epoch, but for the run's last, which takes all rows:
  double ends = 0;            ///< so much of it in an epoch
  std::uint64_t longest = 1;
};

Rhythm RhythmOf(const PlanSettings& settings) {
  TrainSettings training = settings.training;
  training.threads = settings.threads;
  const auto bytes = static_cast<std::uint64_t>(settings.words * kBytesAWord);
  const double block = static_cast<double>(corpus::ShareBlockBytes(bytes)) / kBytesAWord;
  const double words = settings.words / static_cast<double>(settings.hosts);
  const std::uint64_t interval = train::RoundsBetween(training, block, words, settings.hosts);
  const auto rounds = static_cast<std::uint64_t>(std::max(1.0, std::ceil(words / block)));
  const double of_run = 1 / static_cast<double>(training.epochs);
  const auto points = static_cast<double>((rounds + interval - 1) / interval);
  const double between = static_cast<double>(interval) * block;
  return {between, points - of_run, of_run,
          train::LongestWait(training.epochs * rounds / interval,
                             between * static_cast<double>(settings.hosts), settings.hosts)};
}

/// Bytes that a host sends in an epoch.
class SentBytes {
 public:
  SentBytes(const PlanSettings& settings, const Rhythm& rhythm, std::size_t words)
      : rhythm_(rhythm),
        hosts_(static_cast<double>(settings.hosts)),
        row_(static_cast<double>(settings.training.model.dim *
                                 train::BytesOf(settings.training.ranks.wire))),
        plan_(words, words, rhythm.longest) {}

  /// Uses come `together` so many at a time.
  double Of(const std::vector<float>& uses, double together) const {
    const double words = rhythm_.interval_words / together;
    double sum = 0;
    for (std::size_t row = 0; row < uses.size(); ++row) {
      const auto period = static_cast<double>(plan_.PeriodOf(row));
      sum += rhythm_.exchanges / period * OfRow(uses[row] * words * period);
      sum += rhythm_.ends * OfRow(uses[row] * words * (period + 1) / 2);
    }
    return sum * (hosts_ - 1) / hosts_;
  }

 private:
  /// A row that a host uses so often between two of its exchanges: it goes to its owner when it has
  /// moved, and from there to all when any host has moved it; and twice a bit says so.
  double OfRow(double uses) const {
    const double moved_here = -std::expm1(-uses);
    const double moved_anywhere = -std::expm1(-uses * hosts_);
    return (moved_here + moved_anywhere) * row_ + 0.25;
  }

  Rhythm rhythm_;
  double hosts_;
  double row_;
  train::ExchangePlan plan_;
};

}  // namespace

Plan PlanTraining(const PlanSettings& settings) {
  Require(settings);
  const TrainSettings& training = settings.training;
  const Vocabulary words =
      training.read_vocab.empty()
          ? ZipfWords(settings.vocabulary, settings.words)
          : Select(ReadVocabularyFile(training.read_vocab),
                   {.min_count = training.min_count, .max_words = training.max_vocab});
  const auto hosts = static_cast<double>(settings.hosts);
  const auto rows = static_cast<double>(words.size());
  const Rhythm rhythm = RhythmOf(settings);

  Plan plan;
  plan.words_per_second =
      settings.words_per_second > 0 ? settings.words_per_second : MeasuredRate(training.model);
  const std::size_t stride = RowStride<float>(training.model.dim, RowLayout::kPadded);
  plan.matrices = 2 * rows * static_cast<double>(stride * sizeof(float));
  plan.base = settings.hosts > 1 ? plan.matrices : 0;
  plan.ids = settings.words / hosts * (rows < 65'536 ? 2 : 2.2);
  plan.memory = plan.matrices + plan.base + plan.ids + rows * kVocabularyBytes;
  plan.exchanges = settings.hosts > 1 ? rhythm.exchanges : 0;
  plan.computing = settings.words / hosts / settings.threads / plan.words_per_second;
  if (settings.hosts > 1) {
    const auto uses = train::UsesOf(words, words.size(), words.size(), training.model,
                                    corpus::Subsampler(words, training.sample));
    const SentBytes sent(settings, rhythm, words.size());
    plan.sent =
        sent.Of(uses.input, train::WindowsOfOccurrence(training.model)) + sent.Of(uses.output, 1);
    plan.exchanging = kPasses * plan.sent / kMemoryBytesPerSecond;
    plan.network = plan.sent * 8 / settings.network;
  }
  const double epoch = std::max(plan.computing + plan.exchanging, plan.network);
  plan.seconds = epoch * static_cast<double>(training.epochs);
  plan.efficiency = plan.computing / epoch;
  return plan;
}

}  // namespace firth
