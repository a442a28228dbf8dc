/// Threads that take blocks as they come and share the rows of both matrices without locks.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "train/workers/crew.h"
#include "train/workers/replica.h"

namespace firth::train {

/// The fastest way; from run to run the numbers differ a little (matrix::SharedRows). Rows of
/// frequent words may be replicated.
class Hogwild final : public Crew {
 public:
  /// No replicas where `replicas.rows` is 0. `context`, and what `model` names, must outlive it.
  Hogwild(const TrainerContext& context, const ModelRows& model, const ModelMaker& maker,
          unsigned threads, const ReplicaSettings& replicas);

  void Run(BlockFeed& feed, const std::stop_token& stop,
           const std::function<void()>& tick) override;
  std::vector<const TrainerReport*> Reports() const override;

 private:
  /// What one thread has.
  struct Worker {
    Worker(const TrainerContext& context, std::unique_ptr<Replica> replica_rows,
           std::unique_ptr<models::SentenceModel> model)
        : replica(std::move(replica_rows)),
          trainer(context, std::move(model)),
          scratch(context.settings) {}

    std::unique_ptr<Replica> replica;  ///< null where threads share all rows
    BlockTrainer trainer;
    FeedScratch scratch;
  };

  static void Work(Worker& worker, BlockFeed& feed, const std::stop_token& stop);

  std::optional<ReplicatedModel> replicated_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace firth::train
