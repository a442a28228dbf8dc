/// Training on one block after another.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "corpus/subsampler.h"
#include "firth/train.h"
#include "models/sentence_model.h"
#include "train/ingest/block_feed.h"
#include "train/ingest/ingest.h"
#include "train/pace.h"
#include "train/schedule.h"

namespace firth::train {

/// What all block trainers share; everything must outlive them.
struct TrainerContext {
  const TrainSettings& settings;
  const Ingested& ingested;
  const corpus::Subsampler& subsampler;
  const Schedule& schedule;
};

/// Trains a block. Everything random in it comes from a stream of (seed, epoch, block), and its
/// learning rate from its place in the corpus: who trains it, and when, makes no difference. Not
/// thread-safe: one a thread, or a lane.
class BlockTrainer {
 public:
  BlockTrainer(const TrainerContext& context, std::unique_ptr<models::SentenceModel> model);

  /// Until the block's end, or a stop. Throws Error(kDiverged) when the loss is no longer finite.
  void Train(const Assignment& block, const std::stop_token& stop);

  /// The same in pieces: a block, `parts` pieces of about the same length one after the other.
  void Begin(const Assignment& block);
  void TrainPart(std::size_t part, std::size_t parts, const std::stop_token& stop);
  void End();

  /// The learning rate of the last sentence.
  double rate() const { return rate_; }
  const models::SentenceModel& model() const { return *model_; }
  const TrainerReport& report() const { return report_; }

 private:
  models::ExampleLoss TrainSentence(std::span<const TokenId> ids);
  void Report(std::uint64_t tokens, const models::ExampleLoss& loss);
  [[noreturn]] void ThrowDiverged() const;

  const TrainerContext& context_;
  std::unique_ptr<models::SentenceModel> model_;
  std::optional<Assignment> block_;
  std::span<const TokenId> rest_;  ///< of the block
  base::SplitMix64 random_{0};
  models::ExampleLoss loss_;
  std::vector<TokenId> sentence_;
  double rate_ = 0;
  TrainerReport report_;
};

}  // namespace firth::train
