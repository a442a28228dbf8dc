#include "glove/strata.h"

#include <algorithm>
#include <numeric>

namespace firth::glove {
namespace {

constexpr std::uint64_t kFewPairs = 2000;

}  // namespace

Strata::Strata(const cooccurrence::PairTiles& tiles, Records& records, const StepSettings& settings,
               const kernels::Kernels<float>& kernels, unsigned threads,
               const cooccurrence::BandShare& share)
    : tiles_(tiles), losses_(tiles.side()), crew_(std::min<std::size_t>(threads, tiles.side())) {
  for (std::size_t row = 0; row < tiles.side(); ++row) {
    if (share.Has(row)) rows_.push_back(row);
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(threads, tiles.side()); ++i) {
    trainers_.push_back(std::make_unique<TileTrainer>(tiles, records, settings, kernels));
    reports_.push_back(std::make_unique<train::TrainerReport>());
  }
}

std::vector<const train::TrainerReport*> Strata::Reports() const {
  std::vector<const train::TrainerReport*> reports;
  for (const auto& report : reports_) reports.push_back(report.get());
  return reports;
}

double Strata::Train(const TileOrder& order, std::size_t stratum, std::uint64_t epoch,
                     const std::stop_token& stop, const std::function<void()>& tick) {
  // The last to end is then a small one, and threads end together.
  std::ranges::stable_sort(rows_, std::greater<>(), [&](std::size_t row) {
    return tiles_.pairs(row, order.Column(stratum, row));
  });
  std::ranges::fill(losses_, 0);
  next_ = 0;
  std::uint64_t pairs = 0;
  for (const std::size_t row : rows_) pairs += tiles_.pairs(row, order.Column(stratum, row));
  if (pairs < kFewPairs) {  // threads would take longer to wake
    Work(*trainers_[0], *reports_[0], order, stratum, epoch, stop);
    return std::accumulate(losses_.begin(), losses_.end(), 0.0);
  }
  crew_.Run(
      [&](std::size_t i, const std::stop_token& stops) {
        Work(*trainers_[i], *reports_[i], order, stratum, epoch, stops);
      },
      stop, tick);
  return std::accumulate(losses_.begin(), losses_.end(), 0.0);
}

void Strata::Work(TileTrainer& trainer, train::TrainerReport& report, const TileOrder& order,
                  std::size_t stratum, std::uint64_t epoch, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::size_t next = next_.fetch_add(1, std::memory_order_relaxed);
    if (next >= rows_.size()) return;
    const std::size_t row = rows_[next];
    const std::size_t column = order.Column(stratum, row);
    losses_[row] = trainer.Train(row, column, epoch);
    const std::uint64_t pairs = tiles_.pairs(row, column);
    report.Add(pairs, pairs, losses_[row]);
  }
}

}  // namespace firth::glove
