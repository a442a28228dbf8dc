#include "glove/tile_trainer.h"

#include <algorithm>

#include "glove/tile_order.h"

namespace firth::glove {
namespace {

constexpr std::size_t kRoom = 16;  // what the kernels may write beyond

}  // namespace

TileTrainer::TileTrainer(const cooccurrence::PairTiles& tiles, Records& records,
                         const StepSettings& settings, const kernels::Kernels<float>& kernels)
    : tiles_(tiles), records_(records), settings_(settings), kernels_(kernels) {
  plan_.stride = records.stride();
  plan_.rates = records.part();
  plan_.dim = records.dim();
  plan_.eta = settings.eta;
  plan_.bias_eta = kBiasEta;
}

void TileTrainer::CutStripes(Pairs pairs, std::size_t rows) {
  const std::size_t stripe = StripeRows(records_.part());
  stripes_.clear();
  std::size_t begin = 0;
  for (std::size_t end_row = stripe; begin < pairs.size() || end_row < rows + stripe;
       end_row += stripe) {
    const auto rest = pairs.subspan(begin);
    const auto end = std::ranges::partition_point(
        rest, [end_row](const cooccurrence::Pair& pair) { return pair.row < end_row; });
    stripes_.emplace_back(rest.begin(), end);
    begin += stripes_.back().size();
  }
}

void TileTrainer::Prepare(Pairs pairs) {
  const std::size_t count = pairs.size();
  if (logs_.size() < count + kRoom) {
    for (std::vector<float>* numbers : {&counts_, &logs_, &weights_}) {
      numbers->resize(count + kRoom);
    }
    places_.resize(count);
  }
  for (std::size_t k = 0; k < count; ++k) {
    places_[k] = {pairs[k].row, pairs[k].column};
    counts_[k] = pairs[k].count;
  }
  kernels_.glove_terms(
      {counts_.data(), count, settings_.log_x_max, settings_.alpha, logs_.data(), weights_.data()});
  plan_.places = places_.data();
  plan_.logs = logs_.data();
  plan_.weights = weights_.data();
  plan_.count = count;
}

void TileTrainer::GoTo(std::size_t i, std::size_t j) {
  plan_.rows = records_.Word(tiles_.Rows(i).begin);
  plan_.columns = records_.Context(tiles_.Rows(j).begin);
}

double TileTrainer::Train(std::size_t i, std::size_t j, std::uint64_t epoch) {
  const Pairs pairs = tiles_.Read(i, j, read_);
  if (pairs.empty()) return 0;
  base::SplitMix64 random = base::StreamFor(settings_.seed, epoch, i, j);
  GoTo(i, j);
  CutStripes(pairs, tiles_.Rows(i).size());
  Shuffle(std::span(stripes_), random);
  double loss = 0;
  for (const Pairs stripe : stripes_) {
    shuffled_.assign(stripe.begin(), stripe.end());
    Shuffle(std::span(shuffled_), random);
    Prepare(shuffled_);
    loss += kernels_.glove_step(plan_);
  }
  return loss;
}

double TileTrainer::Loss(std::size_t i, std::size_t j) {
  GoTo(i, j);
  Prepare(tiles_.Read(i, j, read_));
  return kernels_.glove_loss(plan_);
}

}  // namespace firth::glove
