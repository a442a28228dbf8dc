#include <chrono>
#include <cmath>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/random.h"
#include "classify/drawn_settings.h"
#include "firth/classify.h"
#include "firth/error.h"

namespace firth {
namespace {

using Clock = std::chrono::steady_clock;

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
        observer_(observer),
        deadline_(Clock::now() + autotune.time),
        random_(base::StreamFor(settings.seed)) {}

  bool IsOver() const {
    return tried_ > 0 && (Clock::now() >= deadline_ || observer_.stop.stop_requested());
  }

  /// Nothing when the trial came to no end, or to none that can be used.
  std::optional<AutotuneTrial> Try() {
    AutotuneTrial trial;
    trial.settings = Draw();
    trial.number = ++tried_;
    const UntilDeadline until(observer_, deadline_);
    std::optional<ClassifierResult> trained = Train(trial.settings, until.observer());
    // The first is kept as far as it came: there must be a result.
    if (!trained || (trained->stopped && tried_ > 1)) return std::nullopt;
    const PredictSettings asked{.threads = given_.threads, .cpu_target = given_.cpu_target};
    const double f1 = TestClassifier(trained->model, *valid_.Open(), asked).all.F1();
    trial.f1 = std::isnan(f1) ? 0 : f1;
    ++best_.trials;
    trial.best = best_.trials == 1 || trial.f1 > best_.f1;
    if (trial.best) {
      best_.model = std::move(trained->model);
      best_.settings = trial.settings;
      best_.f1 = trial.f1;
    }
    return trial;
  }

  AutotuneResult TakeBest() { return std::move(best_); }

 private:
  ClassifierSettings Draw() {
    if (best_.trials == 0) return given_;
    const bool near = random_.Below(2) == 0;
    return near ? classify::NearSettings(best_.settings, random_)
                : classify::AnySettings(given_, random_);
  }

  /// Settings that were drawn may be too large for the memory, or too fast to learn anything.
  std::optional<ClassifierResult> Train(const ClassifierSettings& settings,
                                        const TrainObserver& observer) const {
    try {
      return TrainClassifier(lines_, settings, observer);
    } catch (const Error& error) {
      const bool drawn = best_.trials > 0;
      const bool unlucky =
          error.kind() == ErrorKind::kMemory || error.kind() == ErrorKind::kDiverged;
      if (drawn && unlucky) return std::nullopt;
      throw;
    }
  }

  const LabelledLines& lines_;
  const Corpus& valid_;
  const ClassifierSettings& given_;
  const TrainObserver& observer_;
  Clock::time_point deadline_;
  base::SplitMix64 random_;
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
