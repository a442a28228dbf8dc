#include "machine/rounds.h"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <thread>
#include <utility>

namespace firth::machine {
namespace {

Spread SpreadOf(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {median, values.front(), values.back()};
}

double RateOfThread(unsigned thread, double seconds, const Chunk& chunk) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  std::chrono::duration<double> taken{};
  double done = 0;
  do {
    done += chunk(thread);
    taken = Clock::now() - start;
  } while (taken.count() < seconds);
  return done / taken.count();
}

}  // namespace

double Rate(unsigned threads, double seconds, const Chunk& chunk) {
  std::vector<double> rates(threads);
  std::barrier together(threads);
  const auto run = [&](unsigned thread) {
    together.arrive_and_wait();
    rates[thread] = RateOfThread(thread, seconds, chunk);
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(run, i);
    run(0);
  }
  double sum = 0;
  for (const double rate : rates) sum += rate;
  return sum;
}

std::size_t Rounds::Add(unsigned threads, Chunk chunk) {
  series_.push_back({threads, std::move(chunk), {}});
  return series_.size() - 1;
}

void Rounds::Run(unsigned rounds, const std::function<void(unsigned)>& round) {
  for (unsigned r = 0; r < rounds; ++r) {
    if (round) round(r);
    for (Series& series : series_) {
      Rate(series.threads, seconds_ / 5, series.chunk);  // caches and clock as in what follows
      series.rates.push_back(Rate(series.threads, seconds_, series.chunk));
    }
  }
}

Spread Rounds::Of(std::size_t measurement, double scale) const {
  std::vector<double> values = series_[measurement].rates;
  for (double& value : values) value *= scale;
  return SpreadOf(std::move(values));
}

Spread Rounds::Ratio(std::size_t measurement, std::size_t base, double scale) const {
  std::vector<double> values = series_[measurement].rates;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] *= scale / series_[base].rates[i];
  }
  return SpreadOf(std::move(values));
}

}  // namespace firth::machine
