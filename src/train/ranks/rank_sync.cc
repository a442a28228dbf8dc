#include "train/ranks/rank_sync.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/display.h"
#include "base/system.h"
#include "train/ranks/collectives.h"
#include "train/ranks/message.h"
#include "train/workers/lane.h"

namespace firth::train {
namespace {

/// Every row is exchanged so often in a run, however seldom it is used; where exchanges are far
/// apart, so much oftener.
constexpr std::uint64_t kLeastExchanges = 4;
constexpr std::uint64_t kLeastOfFarApart = 16;
/// Exchanges of a run, unless they come too close together to be worth it, or too far apart; and
/// in a short run no fewer than so many.
constexpr double kExchanges = 512;
constexpr double kFewest = 64;
constexpr double kMostWords = 1'000'000;

/// The result of a deterministic run does not depend on its threads: its lanes stand for them.
double ThreadsOf(const TrainSettings& settings) {
  return settings.deterministic ? static_cast<double>(settings.lanes)
                                : base::ThreadCount(settings.threads);
}

/// What all ranks together do between two exchanges is what their vectors suffer from. So many
/// words of it cost nothing that was seen; two ranks bear more (docs/scale-out.md).
double BearableWords(std::size_t ranks) { return ranks > 2 ? 100'000 : 400'000; }

/// Threads wait for each other where an exchange begins and where it is taken over, up to the time
/// of a block; one alone does not.
double LeastWords(double threads, std::size_t ranks) {
  if (threads > 1) return 100'000;
  return std::max(10'000.0, BearableWords(ranks) / static_cast<double>(ranks));
}

/// A deterministic run rests between rounds of lanes alone.
std::uint64_t RoundsAtOnce(const TrainSettings& settings) {
  return settings.deterministic ? settings.lanes : 1;
}

/// Rank 0's choice: others may have another number of threads.
std::uint64_t Interval(Communicator& ranks, const TrainSettings& settings, std::uint64_t blocks,
                       std::uint64_t tokens) {
  const std::uint64_t all_blocks = std::max<std::uint64_t>(1, SumOver(ranks, blocks));
  const double block = static_cast<double>(tokens) / static_cast<double>(all_blocks);
  std::string message;
  const double rank = static_cast<double>(tokens) / static_cast<double>(ranks.size());
  base::AppendLittleEndian(message, RoundsBetween(settings, block, rank, ranks.size()));
  return MessageReader(FromFirst(ranks, std::move(message))).Take<std::uint64_t>();
}

/// Half of the way: what arrives later finds rows that have moved on, and is worth less
/// (docs/scale-out.md); what is to arrive sooner may have to be waited for.
std::uint64_t Delay(const TrainSettings& settings, std::uint64_t interval) {
  const std::uint64_t multiple = RoundsAtOnce(settings);
  return std::max(multiple, interval / 2 / multiple * multiple);
}

std::size_t PortionOf(const TrainedModel& model) {
  const std::size_t row = (model.input.columns() + model.output.columns()) * sizeof(float);
  return std::max(ExchangePlan::kRun, RowExchange::kPortionBytes / row);
}

}  // namespace

std::uint64_t RoundsBetween(const TrainSettings& settings, double tokens_a_block,
                            double tokens_a_rank, std::size_t ranks) {
  const double threads = ThreadsOf(settings);
  const double run = tokens_a_rank * static_cast<double>(settings.epochs) / threads;
  const double of_thread =
      settings.ranks.exchange_words > 0
          ? static_cast<double>(settings.ranks.exchange_words)
          : std::clamp(run / kExchanges, std::min(LeastWords(threads, ranks), run / kFewest),
                       kMostWords);
  const double words = of_thread * threads;
  const auto rounds =
      static_cast<std::uint64_t>(std::max(1.0, std::round(words / std::max(1.0, tokens_a_block))));
  const std::uint64_t multiple = RoundsAtOnce(settings);
  return (rounds + multiple - 1) / multiple * multiple;
}

std::uint64_t LongestWait(std::uint64_t exchanges, double words, std::size_t ranks) {
  const bool far_apart = words > 2 * BearableWords(ranks);
  return std::max<std::uint64_t>(1, exchanges / (far_apart ? kLeastOfFarApart : kLeastExchanges));
}

RankSync::RankSync(Communicator& ranks, const Ingested& ingested, const TrainSettings& settings,
                   TrainedModel& model, RowUses uses, double gain)
    : ranks_(ranks),
      rounds_(LargestOf(ranks, ingested.blocks())),
      all_tokens_(SumOver(ranks, ingested.tokens())),
      interval_(Interval(ranks, settings, ingested.blocks(), all_tokens_)),
      delay_(Delay(settings, interval_)),
      plan_(model.vocabulary.size(), std::max(model.input.rows(), model.output.rows()),
            LongestWait(settings.epochs * rounds_ / interval_, WordsBetween(), ranks.size())),
      portion_(PortionOf(model)),
      exchange_(ranks, model.input, model.output, std::move(uses), {settings.ranks.wire, gain}) {}

double RankSync::WordsBetween() const {
  return static_cast<double>(all_tokens_) * static_cast<double>(interval_) /
         static_cast<double>(std::max<std::uint64_t>(1, rounds_));
}

void RankSync::ScaleUp(Progress& progress, std::uint64_t tokens) const {
  if (tokens == 0) return;  // a part without a word
  const double ratio = static_cast<double>(all_tokens_) / static_cast<double>(tokens);
  const bool done = progress.words_done == progress.words_total;
  progress.words_total = progress.words_total / tokens * all_tokens_;
  progress.words_done =
      done ? progress.words_total
           : static_cast<std::uint64_t>(ratio * static_cast<double>(progress.words_done));
  progress.words_per_second *= ratio;
}

std::uint64_t RankSync::NextPoint(std::uint64_t round) const {
  const std::uint64_t next = NextExchange(round + 1);
  return exchange_.under_way() ? std::min(next, round + delay_) : next;
}

std::uint64_t RankSync::NextExchange(std::uint64_t round) const {
  return std::min(rounds_, (round + interval_ - 1) / interval_ * interval_);
}

RankSync::Wishes RankSync::Meet(std::uint64_t round, const RankNote& note, double rate) {
  const Wishes wishes = TakeOver();
  if (!wishes.any() && round == NextExchange(round)) Exchange(plan_.Due(exchanges_++), note, rate);
  return wishes;
}

void RankSync::Settle(const RankNote& note, double rate) {
  TakeOver();
  for (const RowRange& portion : plan_.All(portion_)) {
    Exchange({portion}, note, rate);
    TakeOver();
  }
}

double RankSync::FromFirst(double value) {
  std::string message;
  base::AppendLittleEndian(message, value);
  return MessageReader(train::FromFirst(ranks_, std::move(message))).Take<double>();
}

void RankSync::Exchange(std::vector<RowRange> due, const RankNote& note, double rate) {
  exchange_.Begin(std::move(due), note, kPull * rate);
}

RankSync::Wishes RankSync::TakeOver() {
  Wishes wishes;
  if (!exchange_.under_way()) return wishes;
  const auto began = std::chrono::steady_clock::now();
  for (const RankNote& note : exchange_.Finish()) {
    wishes.Add({.stop = note.stop, .save = note.save});
  }
  waited_ += std::chrono::steady_clock::now() - began;
  return wishes;
}

std::string RankSync::Summary() const {
  const auto [sent, received] = ranks_.traffic();
  return fmt::format(
      "{} ranks   {} exchanges: {} sent {} bytes and received {}, and waited {:.1f} s",
      ranks_.size(), exchanges_, ranks_.NameOf(ranks_.rank()), base::WithThousands(sent),
      base::WithThousands(received), waited_.count());
}

}  // namespace firth::train
