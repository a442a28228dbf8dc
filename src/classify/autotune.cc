#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.h"
#include "classify/drawn_settings.h"
#include "classify/labelled_lines.h"
#include "classify/smaller.h"
#include "classify/whole_lines.h"
#include "firth/classify.h"
#include "firth/error.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth {
namespace {

using Clock = std::chrono::steady_clock;

bool Holds(const Corpus& corpus, std::string_view wanted) {
  const auto reader = corpus.Open();
  classify::WholeLines lines(*reader);
  while (const auto block = lines.Next()) {
    bool found = false;
    text::ForEachBetweenBlanks(block->text,
                               [&](std::string_view token) { found |= token == wanted; });
    if (found) return true;
  }
  return false;
}

/// An observer that asks for a stop when the time is over, or the caller does.
class UntilDeadline {
 public:
  UntilDeadline(const TrainObserver& observer, Clock::time_point deadline)
      : deadline_(deadline), forward_(observer.stop, [this] { stop_.request_stop(); }) {
    observer_.stop = stop_.get_token();
    observer_.progress = [this, &observer](const Progress& progress) {
      if (Clock::now() >= deadline_) stop_.request_stop();
      if (observer.progress) observer.progress(progress);
    };
  }
  const TrainObserver& observer() const { return observer_; }

 private:
  Clock::time_point deadline_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> forward_;
  TrainObserver observer_;
};

class Search {
 public:
  Search(const LabelledLines& lines, const Corpus& valid, const ClassifierSettings& settings,
         const AutotuneSettings& autotune, const TrainObserver& observer)
      : lines_(lines),
        valid_(valid),
        given_(settings),
        wanted_(autotune),
        label_(LabelToTell(lines, valid, autotune.label)),
        observer_(observer),
        deadline_(Clock::now() + autotune.time),
        random_(base::StreamFor(settings.seed)) {
    limits_.fixed = autotune.fixed;
    limits_.fixed.dim |= !settings.pretrained.empty();
    if (autotune.bytes == 0) return;
    limits_.most_dim = classify::MostDim(lines.storage().labels, limits_.fixed.dim ? given_.dim : 0,
                                         autotune.bytes);
    if (!limits_.fixed.dim) given_.dim = std::min(given_.dim, limits_.most_dim);
  }

  bool IsOver() const {
    return tried_ > 0 && (Clock::now() >= deadline_ || observer_.stop.stop_requested());
  }

  /// Nothing when the trial came to no end, or to none that can be used.
  std::optional<AutotuneTrial> Try() {
    AutotuneTrial trial;
    trial.settings = Draw();
    if (wanted_.bytes > 0) trial.piece = DrawPiece();
    trial.number = ++tried_;
    const UntilDeadline until(observer_, deadline_);
    std::optional<Classifier> model = Train(trial, until.observer());
    if (!model) return std::nullopt;
    trial.f1 = Score(*model);
    ++best_.trials;
    trial.best = best_.trials == 1 || trial.f1 > best_.f1;
    if (trial.best) {
      best_.model = std::move(*model);
      best_.settings = trial.settings;
      best_.piece = trial.piece;
      best_.f1 = trial.f1;
    }
    return trial;
  }

  AutotuneResult TakeBest() { return std::move(best_); }

 private:
  static std::optional<TokenId> LabelToTell(const LabelledLines& lines, const Corpus& valid,
                                            const std::string& label) {
    if (label.empty()) return std::nullopt;
    const auto id = lines.storage().labels.Find(label);
    if (!id) throw Error(ErrorKind::kSettings, fmt::format("no line has the label {}", label));
    if (Holds(valid, label)) return id;
    throw Error(ErrorKind::kSettings,
                fmt::format("no line of the validation text has the label {}: its F1 would be 0 in "
                            "every trial; --autotune-label must name a label that both texts have",
                            label));
  }

  ClassifierSettings Draw() {
    if (best_.trials == 0) return given_;
    near_ = random_.Below(2) == 0;
    return near_ ? classify::NearSettings(best_.settings, limits_, random_)
                 : classify::AnySettings(given_, limits_, random_);
  }

  std::size_t DrawPiece() {
    if (best_.trials == 0) return QuantizeSettings{}.piece;
    return near_ ? classify::NearPiece(best_.piece, random_) : classify::AnyPiece(random_);
  }

  double Score(const Classifier& model) const {
    const PredictSettings asked{
        .k = wanted_.k, .threads = given_.threads, .cpu_target = given_.cpu_target};
    const ClassifierScores scores = TestClassifier(model, *valid_.Open(), asked);
    const double f1 = label_ ? scores.labels[Index(*label_)].F1() : scores.all.F1();
    return std::isnan(f1) ? 0 : f1;
  }

  /// The first is kept as far as it came: there must be a result.
  bool GivesUp(const ClassifierResult& result) const { return result.stopped && tried_ > 1; }

  /// Settings that were drawn may be too large for the memory, or too fast to learn anything.
  std::optional<Classifier> Train(const AutotuneTrial& trial, const TrainObserver& observer) const {
    try {
      ClassifierResult result = TrainClassifier(lines_, trial.settings, observer);
      if (GivesUp(result)) return std::nullopt;
      if (wanted_.bytes == 0) return std::move(result.model);
      return MakeSmall(std::move(result.model), trial, observer);
    } catch (const Error& error) {
      const bool drawn = best_.trials > 0;
      const bool unlucky =
          error.kind() == ErrorKind::kMemory || error.kind() == ErrorKind::kDiverged;
      if (drawn && unlucky) return std::nullopt;
      throw;
    }
  }

  std::optional<Classifier> MakeSmall(Classifier model, const AutotuneTrial& trial,
                                      const TrainObserver& observer) const {
    const QuantizeClassifierSettings small =
        classify::SmallestCodes(model.labels, model.settings.dim,
                                {.piece = trial.piece,
                                 .norms = true,
                                 .seed = given_.seed,
                                 .threads = given_.threads,
                                 .cpu_target = given_.cpu_target});
    const std::vector<double> uses = classify::SquaredUses(model, lines_);
    const std::size_t rows = classify::RowsWithin(model, wanted_.bytes, small, uses);
    if (rows < model.input.rows()) {
      model = classify::Prune(std::move(model), rows, uses);
      const LabelledLines left = lines_.By(model);
      ClassifierResult again = RetrainClassifier(std::move(model), left, trial.settings, observer);
      if (GivesUp(again)) return std::nullopt;
      model = std::move(again.model);
    }
    return QuantizeClassifier(std::move(model), small);
  }

  const LabelledLines& lines_;
  const Corpus& valid_;
  ClassifierSettings given_;
  const AutotuneSettings& wanted_;
  classify::DrawLimits limits_;
  std::optional<TokenId> label_;
  const TrainObserver& observer_;
  Clock::time_point deadline_;
  base::SplitMix64 random_;
  bool near_ = false;  ///< the trial in hand is drawn near the best
  std::size_t tried_ = 0;
  AutotuneResult best_;
};

}  // namespace

AutotuneResult Autotune(const LabelledLines& lines, const Corpus& valid,
                        const ClassifierSettings& settings, const AutotuneSettings& autotune,
                        const TrainObserver& observer,
                        const std::function<void(const AutotuneTrial&)>& tried) {
  if (!valid.rereadable()) {
    throw Error(ErrorKind::kInput, "each trial reads the validation text: save it to a file");
  }
  // Half for the best model so far, half for the one in training.
  ClassifierSettings each = settings;
  TrainSettings memory;
  memory.memory_limit = settings.memory_limit;
  each.memory_limit = memory.MemoryLimit() / 2;
  Search search(lines, valid, each, autotune, observer);
  while (!search.IsOver()) {
    const auto trial = search.Try();
    if (trial && tried) tried(*trial);
  }
  return search.TakeBest();
}

}  // namespace firth
