/// One thread's share of the training.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "corpus/subsampler.h"
#include "firth/train.h"
#include "models/sentence_model.h"
#include "train/ingest/block_feed.h"
#include "train/ingest/ingest.h"
#include "train/schedule.h"
#include "train/workers/replica.h"

namespace firth::train {

/// What a worker tells of itself. Written by its thread alone, read by others at any time.
struct alignas(64) WorkerReport {
  std::atomic<std::uint64_t> tokens = 0;
  std::atomic<std::uint64_t> examples = 0;
  std::atomic<double> loss = 0;
};

/// What all workers share; everything must outlive them.
struct WorkerContext {
  const TrainSettings& settings;
  const Ingested& ingested;
  const corpus::Subsampler& subsampler;
  const Schedule& schedule;
};

/// Trains block after block until the feed is empty or a stop is requested. Everything random in a
/// block comes from a stream of (seed, epoch, block), and its learning rate from its place in the
/// corpus: who trains it, and when, makes no difference.
class Worker {
 public:
  /// `replica`, null where threads share all rows, is what `model` trains on.
  Worker(const WorkerContext& context, std::unique_ptr<Replica> replica,
         std::unique_ptr<models::SentenceModel> model);

  /// Throws Error(kDiverged) when the loss is no longer finite, and what the feed throws.
  void Run(BlockFeed& feed, const std::stop_token& stop);

  const WorkerReport& report() const { return report_; }

 private:
  void TrainBlock(const Assignment& block, const std::stop_token& stop);
  models::ExampleLoss TrainSentence(std::span<const TokenId> ids, double rate,
                                    base::SplitMix64& random);
  void Report(std::uint64_t tokens, const models::ExampleLoss& loss);
  [[noreturn]] void ThrowDiverged(const Assignment& block, double rate) const;

  const WorkerContext& context_;
  std::unique_ptr<Replica> replica_;
  std::unique_ptr<models::SentenceModel> model_;
  FeedScratch scratch_;
  std::vector<TokenId> sentence_;
  WorkerReport report_;
};

}  // namespace firth::train
