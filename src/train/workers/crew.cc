#include "train/workers/crew.h"

#include <algorithm>
#include <bit>

#include "base/system.h"
#include "train/workers/hogwild.h"
#include "train/workers/rounds.h"

namespace firth::train {
namespace {

/// Every copied row is merged so often in a run; one that is too short for that shares all rows.
constexpr std::uint64_t kLeastMerges = 64;
/// A deterministic run has so many rounds, each of several merges, or fewer lanes.
constexpr std::uint64_t kLeastRounds = 16;

unsigned ThreadCount(const TrainSettings& settings, std::uint64_t most) {
  const unsigned wanted = base::ThreadCount(settings.threads);
  return static_cast<unsigned>(std::clamp<std::uint64_t>(most, 1, wanted));
}

/// Rows of n-grams, which stand behind those of words, are shared: their places tell nothing of how
/// often they are used.
ReplicaSettings ReplicasFor(const TrainSettings& settings, std::size_t words, unsigned threads,
                            const Ingested& ingested) {
  const std::uint64_t blocks = ingested.blocks();
  // Every step meets the nodes near the root: between two merges their copies would drift too far
  // apart (docs/quality.md).
  if (settings.model.objective == Objective::kHierarchicalSoftmax) return {};
  if (threads == 1 || settings.epochs * blocks / threads < kLeastMerges) return {};
  return {.rows = std::min(settings.private_rows, words),
          .interval = std::max<std::uint64_t>(
              1, settings.merge_blocks * kBlockBytes / ingested.block_bytes),
          .replicas = threads,
          .longest = settings.epochs * blocks / threads / kLeastMerges};
}

}  // namespace

std::size_t LaneCount(const TrainSettings& settings, std::uint64_t blocks) {
  if (!settings.deterministic) return 1;
  // Frequent n-grams stand in most windows of every lane, and there are too many of them to be
  // merged as often as the most frequent words are.
  if (settings.model.subwords.enabled()) return 1;
  const std::uint64_t most = std::max<std::uint64_t>(1, settings.epochs * blocks / kLeastRounds);
  return std::bit_floor(std::min<std::uint64_t>(settings.lanes, most));
}

std::unique_ptr<Crew> MakeCrew(const TrainerContext& context, TrainedModel& model,
                               NarrowModel* narrow, const ModelMaker& maker) {
  const TrainSettings& settings = context.settings;
  const std::uint64_t blocks = context.ingested.blocks();
  if (settings.deterministic) {
    const std::size_t lanes = LaneCount(settings, blocks);
    return std::make_unique<Rounds>(context, model, maker, lanes, ThreadCount(settings, lanes));
  }
  const unsigned threads = ThreadCount(settings, blocks);
  return std::make_unique<Hogwild>(
      context, ModelRows(model, narrow), maker, threads,
      ReplicasFor(settings, model.vocabulary.size(), threads, context.ingested));
}

}  // namespace firth::train
