#include "train/workers/hogwild.h"

#include <utility>

namespace firth::train {

Hogwild::Hogwild(const TrainerContext& context, const ModelRows& model, const ModelMaker& maker,
                 unsigned threads, const ReplicaSettings& replicas) {
  if (replicas.rows > 0) replicated_.emplace(replicas, model);
  for (unsigned i = 0; i < threads; ++i) {
    std::unique_ptr<Replica> replica;
    auto input = model.input.Rows();
    auto output = model.output.Rows();
    if (replicated_) {
      replica = std::make_unique<Replica>(*replicated_, i);
      input = replica->InputRows();
      output = replica->OutputRows();
    }
    workers_.push_back(std::make_unique<Worker>(context, std::move(replica), maker(input, output)));
  }
}

void Hogwild::Run(BlockFeed& feed, const std::stop_token& stop, const std::function<void()>& tick) {
  base::RunWatched(
      workers_.size(),
      [&](std::size_t i, const std::stop_token& token) { Work(*workers_[i], feed, token); }, stop,
      tick);
}

void Hogwild::Work(Worker& worker, BlockFeed& feed, const std::stop_token& stop) {
  Replica* const replica = worker.replica.get();
  if (replica != nullptr) replica->Load();
  while (!stop.stop_requested()) {
    const auto block = feed.Next(worker.scratch);
    if (!block) break;
    worker.trainer.Train(*block, stop);
    if (replica != nullptr) replica->AfterBlock();
  }
  if (replica != nullptr) replica->MergeAll();
}

std::vector<const TrainerReport*> Hogwild::Reports() const {
  std::vector<const TrainerReport*> reports;
  for (const auto& worker : workers_) reports.push_back(&worker->trainer.report());
  return reports;
}

}  // namespace firth::train
