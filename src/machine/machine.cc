#include "firth/machine.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

#include "base/system.h"
#include "firth/error.h"
#include "machine/bodies.h"
#include "machine/caches.h"
#include "machine/rounds.h"
#include "machine/window_step.h"

namespace firth {
namespace {

using kernels::Kernels;
using kernels::KernelsFor;

/// What is to be measured, and how the figures find their way into the report: each measurement is
/// added to the rounds together with the step that fetches its result.
class Plan {
 public:
  explicit Plan(const MachineSettings& settings)
      : settings_(settings),
        best_(KernelsFor<float>(settings.target)),
        threads_(settings.threads > 0 ? settings.threads : std::min(2U, base::ProcessorCount())),
        rounds_(settings.seconds) {}

  MachineReport Run(const std::function<void(unsigned)>& round) {
    AddArithmetic();
    AddBandwidth();
    for (const std::size_t dim : settings_.dims) AddSteps(dim);
    AddMixes();
    rounds_.Run(settings_.rounds, round);
    for (const auto& fetch : fetches_) fetch();
    return std::move(report_);
  }

 private:
  /// One thread, and all.
  std::vector<unsigned> ThreadCounts() const {
    return threads_ > 1 ? std::vector{1U, threads_} : std::vector{1U};
  }

  void AddArithmetic() {
    for (const CpuTarget target : AvailableCpuTargets()) {
      for (const unsigned threads : ThreadCounts()) {
        const std::size_t at = rounds_.Add(threads, machine::Arithmetic(KernelsFor<float>(target)));
        if (target == best_.target && threads == 1) peak_ = at;
        fetches_.emplace_back([=, this] {
          report_.arithmetic.push_back({target, threads, rounds_.Of(at)});
        });
      }
    }
  }

  void AddBandwidth() {
    constexpr std::size_t kPage = 4096;
    const machine::CacheSizes caches = machine::SystemCacheSizes();
    const machine::Buffers buffers = machine::MakeBuffers(threads_, settings_.buffer_bytes);
    const std::pair<const char*, std::size_t> levels[] = {
        {"L1", caches.l1 / 2},
        {"L2", caches.l2 / 2},
        {"L3", caches.l3 / (2 * threads_) / kPage * kPage},
        {"memory", settings_.buffer_bytes}};
    for (const auto& [level, bytes] : levels) {
      for (const unsigned threads : ThreadCounts()) {
        AddBandwidth(level, std::min(bytes, settings_.buffer_bytes), threads, buffers);
      }
    }
    for (const std::size_t dim : settings_.dims) {
      for (const unsigned threads : ThreadCounts()) AddRandomRows(dim, threads, buffers);
    }
  }

  void AddBandwidth(const char* level, std::size_t bytes, unsigned threads,
                    const machine::Buffers& buffers) {
    const std::size_t read = rounds_.Add(threads, machine::Read(best_, buffers, bytes));
    const std::size_t both = rounds_.Add(threads, machine::ReadWrite(best_, buffers, bytes));
    fetches_.emplace_back([=, this] {
      report_.bandwidth.push_back({level, bytes, threads, rounds_.Of(read), rounds_.Of(both)});
    });
  }

  void AddRandomRows(std::size_t dim, unsigned threads, const machine::Buffers& buffers) {
    const std::size_t columns = RowStride<float>(dim, RowLayout::kPadded);
    const std::size_t at = rounds_.Add(threads, machine::RandomRows(best_, buffers, columns));
    fetches_.emplace_back([=, this] {
      report_.random_rows.push_back({dim, columns * sizeof(float), threads, rounds_.Of(at)});
    });
  }

  void AddSteps(std::size_t dim) {
    for (const StepModel model : {StepModel::kSkipgram, StepModel::kCbow}) {
      for (const CpuTarget target : AvailableCpuTargets()) {
        const std::size_t at =
            rounds_.Add(1, machine::HotStep(KernelsFor<float>(target), model, dim));
        const double operations = machine::WindowStep::Operations(model, dim);
        fetches_.emplace_back([=, this] {
          report_.steps.push_back({model, dim, target, rounds_.Of(at), rounds_.Of(at, operations),
                                   rounds_.Ratio(at, peak_, operations)});
        });
      }
    }
  }

  void AddMixes() {
    constexpr std::size_t kWindows = std::size_t{1} << 16;
    const auto data = std::make_shared<machine::MixData>();
    data->vocabulary = settings_.vocabulary;
    for (unsigned i = 0; i < threads_; ++i) {
      data->windows.push_back(machine::DrawWindows(settings_.vocabulary, kWindows, i));
    }
    for (const std::size_t dim : settings_.dims) {
      const auto pairs = std::make_shared<std::vector<machine::MatrixPair>>();
      for (unsigned i = 0; i <= threads_; ++i) pairs->emplace_back(settings_.vocabulary, dim);
      for (const MixWork work : {MixWork::kAccess, MixWork::kSkipgram, MixWork::kCbow}) {
        AddMix(dim, work, data, pairs);
      }
    }
  }

  void AddMix(std::size_t dim, MixWork work, const std::shared_ptr<const machine::MixData>& data,
              const machine::Pairs& pairs) {
    const auto add = [&](unsigned threads, RowSharing sharing, std::optional<std::size_t> base) {
      const std::size_t at = rounds_.Add(threads, machine::Mix(best_, data, pairs, work, sharing));
      fetches_.emplace_back([=, this] {
        report_.mixes.push_back(
            {work, dim, threads, sharing, rounds_.Of(at), rounds_.Ratio(at, base.value_or(at))});
      });
      return at;
    };
    const std::size_t one = add(1, RowSharing::kShared, std::nullopt);
    if (threads_ == 1) return;
    for (const RowSharing sharing :
         {RowSharing::kShared, RowSharing::kDisjoint, RowSharing::kPrivate}) {
      add(threads_, sharing, one);
    }
  }

  const MachineSettings& settings_;
  const Kernels<float>& best_;
  unsigned threads_;
  machine::Rounds rounds_;
  std::vector<std::function<void()>> fetches_;
  std::size_t peak_ = 0;
  MachineReport report_;
};

/// The kernel's word for the processor; empty where it has none.
std::string ProcessorName() {
  std::ifstream facts("/proc/cpuinfo");
  for (std::string line; std::getline(facts, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t at = line.find(": ");
    if (at != std::string::npos) return line.substr(at + 2);
  }
  return {};
}

void Check(const MachineSettings& settings) {
  constexpr std::size_t kFewest = 100;
  constexpr std::size_t kMost = 100'000'000;
  if (settings.vocabulary < kFewest || settings.vocabulary > kMost) {
    throw Error(ErrorKind::kSettings, "vocabulary: from 100 to 100000000");
  }
  if (settings.rounds == 0) throw Error(ErrorKind::kSettings, "rounds: at least 1");
  if (!(settings.seconds > 0)) throw Error(ErrorKind::kSettings, "seconds: more than 0");
  constexpr std::size_t kSmallest = std::size_t{1} << 20;
  if (settings.buffer_bytes < kSmallest || settings.buffer_bytes % kSmallest != 0) {
    throw Error(ErrorKind::kSettings, "buffer_bytes: a multiple of 1048576");
  }
  if (settings.threads > kFewest) throw Error(ErrorKind::kSettings, "threads: at most 100");
  for (const std::size_t dim : settings.dims) {
    if (dim == 0 || dim > 10'000) throw Error(ErrorKind::kSettings, "dims: from 1 to 10000");
  }
}

}  // namespace

std::string_view StepModelName(StepModel model) {
  return model == StepModel::kSkipgram ? "skipgram" : "cbow";
}

std::string_view RowSharingName(RowSharing sharing) {
  constexpr std::string_view kNames[] = {"shared", "disjoint", "private"};
  return kNames[static_cast<std::size_t>(sharing)];
}

std::string_view MixWorkName(MixWork work) {
  constexpr std::string_view kNames[] = {"access", "skipgram", "cbow"};
  return kNames[static_cast<std::size_t>(work)];
}

MachineReport MeasureMachine(const MachineSettings& settings,
                             const std::function<void(unsigned)>& round) {
  Check(settings);
  MachineReport report = Plan(settings).Run(round);
  report.processor = ProcessorName();
  report.processors = base::ProcessorCount();
  return report;
}

}  // namespace firth
