#include "train/checkpoint/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "firth/error.h"
#include "firth/model_names.h"

namespace firth::train {
namespace {

// Keys of the state, which no setting has.
constexpr const char* kEpoch = "checkpoint.epoch";
constexpr const char* kBlock = "checkpoint.block";
constexpr const char* kShuffled = "checkpoint.shuffled";
constexpr const char* kFinished = "checkpoint.finished";
constexpr const char* kEarly = "checkpoint.early";
constexpr const char* kBestLoss = "checkpoint.best-loss";
constexpr const char* kSinceBest = "checkpoint.epochs-since-best";
constexpr const char* kCorpus = "checkpoint.corpus";
constexpr const char* kCpuTarget = "checkpoint.cpu-target";
constexpr const char* kCompat = "checkpoint.compat";

CpuTarget Resolved(CpuTarget target) {
  return target == CpuTarget::kBest ? AvailableCpuTargets().front() : target;
}

/// What --compat sets and no flag shows.
std::string CompatText(const TrainSettings& settings) {
  constexpr std::array kLineEnds = {"a break", "word2vec's", "fasttext's"};
  return fmt::format("'line end {}, start ±{}'",
                     kLineEnds[static_cast<std::size_t>(settings.line_end)],
                     settings.model.init_range);
}

std::string Find(const Metadata& record, const std::string& key) {
  const auto found = record.find(key);
  return found == record.end() ? std::string() : found->second;
}

template <class Number>
Number NumberAt(const Metadata& record, const char* key, const std::string& path) {
  const std::string text = Find(record, key);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  throw Error(ErrorKind::kFormat, fmt::format("is no checkpoint: it says nothing of {}", key),
              path);
}

std::string Difference(const std::string& name, const std::string& then, const std::string& now) {
  const auto shown = [](const std::string& value) { return value.empty() ? "none" : value; };
  return fmt::format("--{} was {} and is {}", name, shown(then), shown(now));
}

}  // namespace

Metadata SettingsRecord(const TrainSettings& settings) {
  Metadata record;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (!Concerns(spec, settings.model.context)) continue;
    // The same bytes on any machine: then nothing of the machine may stand among them.
    if (spec.kind == SettingKind::kMachine && settings.deterministic) continue;
    const bool of_the_run = spec.kind == SettingKind::kRun || spec.kind == SettingKind::kRanks;
    if (!of_the_run) record.emplace(spec.name, spec.get(settings));
  }
  if (settings.deterministic) record["cpu-target"] = CpuTargetName(Resolved(settings.cpu_target));
  record.emplace("model", ContextName(settings.model.context));
  return record;
}

Metadata CheckpointRecord(const TrainSettings& settings, const TrainingState& state) {
  Metadata record = SettingsRecord(settings);
  record[kEpoch] = std::to_string(state.epoch);
  record[kBlock] = std::to_string(state.block);
  record[kFinished] = std::to_string(static_cast<int>(state.finished));
  record[kEarly] = std::to_string(static_cast<int>(state.early));
  record[kBestLoss] = fmt::format("{}", state.patience.best);
  record[kSinceBest] = std::to_string(state.patience.since_best);
  record[kCorpus] = std::to_string(state.corpus);
  record[kShuffled] = std::to_string(static_cast<int>(state.shuffled));
  record[kCpuTarget] = CpuTargetName(Resolved(settings.cpu_target));
  record[kCompat] = CompatText(settings);
  return record;
}

TrainingState StateOf(const Metadata& record, const std::string& path) {
  TrainingState state;
  state.epoch = NumberAt<std::size_t>(record, kEpoch, path);
  state.block = NumberAt<std::uint64_t>(record, kBlock, path);
  state.finished = NumberAt<int>(record, kFinished, path) != 0;
  state.early = NumberAt<int>(record, kEarly, path) != 0;
  state.patience.best = NumberAt<double>(record, kBestLoss, path);
  state.patience.since_best = NumberAt<std::size_t>(record, kSinceBest, path);
  state.corpus = NumberAt<std::uint64_t>(record, kCorpus, path);
  // Checkpoints of versions that did not shuffle do not say so.
  if (record.contains(kShuffled)) state.shuffled = NumberAt<int>(record, kShuffled, path) != 0;
  return state;
}

void MatchSettings(const Checkpoint& checkpoint, TrainSettings& settings,
                   const TrainObserver& observer) {
  const Metadata& record = checkpoint.model.settings;
  std::string differences;
  const auto compare = [&](const std::string& name, const std::string& then,
                           const std::string& now) {
    if (then == now) return;
    differences += (differences.empty() ? "" : ", ") + Difference(name, then, now);
  };
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const std::string name(spec.name);
    if (spec.kind != SettingKind::kModel || !record.contains(name)) continue;
    compare(name, record.at(name), spec.get(settings));
  }
  const Metadata now = CheckpointRecord(settings, {});
  if (Find(record, "model") != now.at("model")) {
    differences += fmt::format("{}it trained {}, not {}", differences.empty() ? "" : ", ",
                               Find(record, "model"), now.at("model"));
  }
  compare("compat", Find(record, kCompat), now.at(kCompat));
  const std::string target = Find(record, kCpuTarget);
  const bool chosen = settings.cpu_target != CpuTarget::kBest;
  if (chosen) compare("cpu-target", target, std::string(CpuTargetName(settings.cpu_target)));
  if (!differences.empty()) {
    throw Error(ErrorKind::kSettings,
                fmt::format("cannot be resumed with other settings: {}; give the same ones, or "
                            "start afresh with another --checkpoint folder",
                            differences),
                checkpoint.path);
  }
  if (chosen) return;
  const auto available = AvailableCpuTargets();
  const auto same = std::ranges::find(available, target, CpuTargetName);
  if (same != available.end()) {
    settings.cpu_target = *same;
  } else if (observer.warning) {
    observer.warning(
        fmt::format("the checkpoint was written with {} instructions, which this "
                    "processor has not: rounding will differ",
                    target));
  }
}

}  // namespace firth::train
