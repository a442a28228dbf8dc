#include "train/workers/block_trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "firth/error.h"
#include "train/ingest/block_encoder.h"

namespace firth::train {

BlockTrainer::BlockTrainer(const TrainerContext& context,
                           std::unique_ptr<models::SentenceModel> model)
    : context_(context), model_(std::move(model)) {}

void BlockTrainer::Train(const Assignment& block, const std::stop_token& stop) {
  Begin(block);
  TrainPart(0, 1, stop);
  End();
}

void BlockTrainer::Begin(const Assignment& block) {
  block_ = block;
  rest_ = block.ids;
  random_ = base::StreamFor(context_.settings.seed, block.epoch,
                            context_.ingested.places.Of(block.block));
  loss_ = {};
}

void BlockTrainer::TrainPart(std::size_t part, std::size_t parts, const std::stop_token& stop) {
  const Ingested& ingested = context_.ingested;
  const std::uint64_t start = ingested.tokens_before[block_->block];
  const auto tokens = static_cast<double>(ingested.tokens_before[block_->block + 1] - start);
  const auto before = static_cast<double>(block_->epoch * ingested.tokens() + start);
  const std::size_t ids = block_->ids.size();
  const std::size_t left = ids - ids * (part + 1) / parts;
  while (rest_.size() > left && !stop.stop_requested()) {
    // Unknown words are gone from the ids: a place in the block is measured as a share of it.
    const double share = 1 - static_cast<double>(rest_.size()) / static_cast<double>(ids);
    rate_ = context_.schedule.RateAt(before + share * tokens);
    loss_ += TrainSentence(TakeSentence(rest_));
  }
}

void BlockTrainer::End() {
  if (!std::isfinite(loss_.sum)) ThrowDiverged();
  const Ingested& ingested = context_.ingested;
  const std::uint64_t tokens =
      ingested.tokens_before[block_->block + 1] - ingested.tokens_before[block_->block];
  // A block that a stop cut short counts as far as it went, and never as whole.
  const double left = rest_.empty() ? 0
                                    : std::max(1.0, static_cast<double>(tokens) *
                                                        static_cast<double>(rest_.size()) /
                                                        static_cast<double>(block_->ids.size()));
  Report(tokens - static_cast<std::uint64_t>(left), loss_);
}

models::ExampleLoss BlockTrainer::TrainSentence(std::span<const TokenId> ids) {
  sentence_.clear();
  for (const TokenId id : ids) {
    if (context_.subsampler.Keeps(id, random_)) sentence_.push_back(id);
  }
  return model_->Train(sentence_, rate_, random_);
}

void BlockTrainer::Report(std::uint64_t tokens, const models::ExampleLoss& loss) {
  report_.Add(tokens, loss.examples, loss.sum);
}

void BlockTrainer::ThrowDiverged() const {
  throw Error(ErrorKind::kDiverged,
              fmt::format("the loss is no longer a finite number in epoch {} of {}, at learning "
                          "rate {:.3g}; train again with a lower --lr",
                          block_->epoch + 1, context_.settings.epochs, rate_));
}

}  // namespace firth::train
