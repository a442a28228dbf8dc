/// One of the blocks that a deterministic run trains from one state of the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "firth/matrix.h"
#include "matrix/row_claim.h"
#include "matrix/shared_rows.h"
#include "train/workers/crew.h"

namespace firth::train {

/// One lane's rows of one matrix: copies of the first ones, which are used most; the rows of its
/// share in place; copies of the others that its block uses.
class LaneRows {
 public:
  /// `matrix` must outlive this.
  LaneRows(Matrix& matrix, std::size_t copied, std::uint32_t lanes);
  LaneRows(const LaneRows&) = delete;
  LaneRows& operator=(const LaneRows&) = delete;

  matrix::SharedRows<float> Rows() { return {matrix_, copies_, claim_}; }

  /// Copies the first rows and `rows` anew; `share` < lanes is written in place.
  void Take(std::span<const RowId> rows, std::uint32_t share);

  /// A part of the rows, for one of the threads that merge.
  struct Part {
    std::size_t index;
    std::size_t count;  ///< > index
  };
  /// Adds to the first `rows` rows, as far as they are copied and of the part, what every lane has
  /// moved its copy by, in the order of the lanes: the result is the same for any number of parts.
  /// Of that it adds MergeShare; `pull` is how far, of what is left to its balance, a use brings a
  /// row. Then the copies are the row. REQUIRES: lanes over one matrix, at least one.
  static void MergeCopied(std::span<LaneRows* const> lanes, std::size_t rows, Part part,
                          double pull);
  /// The same for all that are set aside, which are used so seldom that the share is 1. Their
  /// copies stay as they are.
  static void MergeAside(std::span<LaneRows* const> lanes, Part part);

 private:
  /// Merges one copied row.
  static void MergeRow(std::span<LaneRows* const> lanes, RowId id, double pull,
                       std::vector<float>& before);
  void MergeOwnAside(Part part);

  Matrix& matrix_;
  Matrix copies_;
  matrix::RowClaim<float> claim_;
};

/// What one use of a row, in a window, does by learning rate: about p (1 - p) |v|^2 summed over the
/// rows v that it meets there, the curvature of the loss.
inline constexpr double kPull = 0.6;

/// What part of the sum of the lanes' moves is made. A step pulls a row towards the balance of its
/// gradients, and `uses` steps have left exp(-x) of the way, x = pull * uses. If the lanes had come
/// one after the other, exp(-x * lanes) would be left; each from the same start, they have together
/// gone lanes * (1 - exp(-x)) of the way: past the balance, when x is not small. The share is the
/// quotient of the two ways, between 1 (rare rows: the sum) and 1 / lanes (frequent ones: the
/// mean).
float MergeShare(double x, std::size_t lanes);

/// Trains one block of a round on rows of its own. Not thread-safe, but lanes of one round may be
/// used at once, each phase by all of them before the next one.
class Lane {
 public:
  /// `context` and `model` must outlive it.
  Lane(const TrainerContext& context, TrainedModel& model, const ModelMaker& maker,
       std::uint32_t lanes);

  /// Takes the feed's next block, if there is one, and copies its rows.
  void Take(BlockFeed& feed);
  /// One of so many parts of the block.
  void Train(std::size_t part, std::size_t parts, const std::stop_token& stop);
  void End();

  /// Nothing when the feed had none.
  std::optional<std::uint64_t> block() const;
  /// The learning rate of its block's end.
  double rate() const { return trainer_.rate(); }
  LaneRows& input() { return input_; }
  LaneRows& output() { return output_; }
  const TrainerReport& report() const { return trainer_.report(); }

 private:
  std::uint32_t lanes_;
  LaneRows input_;
  LaneRows output_;
  BlockTrainer trainer_;
  FeedScratch scratch_;
  std::optional<Assignment> assignment_;
  std::vector<RowId> input_list_;
  std::vector<RowId> output_list_;
};

}  // namespace firth::train
