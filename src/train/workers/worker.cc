#include "train/workers/worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "firth/error.h"
#include "train/ingest/block_encoder.h"

namespace firth::train {

Worker::Worker(const WorkerContext& context, std::unique_ptr<Replica> replica,
               std::unique_ptr<models::SentenceModel> model)
    : context_(context),
      replica_(std::move(replica)),
      model_(std::move(model)),
      scratch_(context.settings) {}

void Worker::Run(BlockFeed& feed, const std::stop_token& stop) {
  if (replica_) replica_->Load();
  while (!stop.stop_requested()) {
    const auto block = feed.Next(scratch_);
    if (!block) break;
    TrainBlock(*block, stop);
    if (replica_) replica_->AfterBlock();
  }
  if (replica_) replica_->MergeAll();
}

void Worker::TrainBlock(const Assignment& block, const std::stop_token& stop) {
  const Ingested& ingested = context_.ingested;
  const std::uint64_t block_start = ingested.tokens_before[block.block];
  const std::uint64_t block_tokens = ingested.tokens_before[block.block + 1] - block_start;
  const auto before = static_cast<double>(block.epoch * ingested.tokens() + block_start);
  base::SplitMix64 random = base::StreamFor(context_.settings.seed, block.epoch, block.block);

  models::ExampleLoss loss;
  double rate = 0;
  std::span<const TokenId> rest = block.ids;
  while (!rest.empty() && !stop.stop_requested()) {
    // Unknown words are gone from the ids: a place in the block is measured as a share of it.
    const double share =
        1 - static_cast<double>(rest.size()) / static_cast<double>(block.ids.size());
    rate = context_.schedule.RateAt(before + share * static_cast<double>(block_tokens));
    loss += TrainSentence(TakeSentence(rest), rate, random);
  }
  if (!std::isfinite(loss.sum)) ThrowDiverged(block, rate);
  // A block that a stop cut short counts as far as it went, and never as whole.
  const double left = rest.empty() ? 0
                                   : std::max(1.0, static_cast<double>(block_tokens) *
                                                       static_cast<double>(rest.size()) /
                                                       static_cast<double>(block.ids.size()));
  Report(block_tokens - static_cast<std::uint64_t>(left), loss);
}

models::ExampleLoss Worker::TrainSentence(std::span<const TokenId> ids, double rate,
                                          base::SplitMix64& random) {
  sentence_.clear();
  for (const TokenId id : ids) {
    if (context_.subsampler.Keeps(id, random)) sentence_.push_back(id);
  }
  return model_->Train(sentence_, rate, random);
}

void Worker::Report(std::uint64_t tokens, const models::ExampleLoss& loss) {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  report_.tokens.store(report_.tokens.load(kRelaxed) + tokens, kRelaxed);
  report_.examples.store(report_.examples.load(kRelaxed) + loss.examples, kRelaxed);
  report_.loss.store(report_.loss.load(kRelaxed) + loss.sum, kRelaxed);
}

void Worker::ThrowDiverged(const Assignment& block, double rate) const {
  throw Error(ErrorKind::kDiverged,
              fmt::format("the loss is no longer a finite number in epoch {} of {}, at learning "
                          "rate {:.3g}; train again with a lower --lr",
                          block.epoch + 1, context_.settings.epochs, rate));
}

}  // namespace firth::train
