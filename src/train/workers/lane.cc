#include "train/workers/lane.h"

#include <algorithm>
#include <cmath>

#include "train/ingest/block_encoder.h"

namespace firth::train {
namespace {

/// The first rows of a matrix that every lane copies: all, when fewer than a row a lane is left.
std::size_t CopiedRows(std::size_t rows, std::size_t wanted, std::uint32_t lanes) {
  if (lanes == 1) return 0;
  return wanted + lanes > rows ? rows : wanted;
}

/// With full softmax every window uses all rows of the output matrix.
std::size_t CopiedOutputRows(const TrainSettings& settings, const Matrix& output) {
  if (settings.model.objective == Objective::kFullSoftmax) return output.rows();
  return settings.private_rows;
}

}  // namespace

LaneRows::LaneRows(Matrix& matrix, std::size_t copied, std::uint32_t lanes)
    : matrix_(matrix),
      copies_(CopiedRows(matrix.rows(), copied, lanes), matrix.columns()),
      claim_(matrix, copies_.rows(), lanes) {}

void LaneRows::Take(std::span<const RowId> rows, std::uint32_t share) {
  if (copies_.rows() > 0) {
    std::copy_n(matrix_.view().data, copies_.rows() * copies_.stride(),
                copies_.MutableRowData(RowId{0}));
  }
  claim_.Clear(share);
  for (const RowId row : rows) claim_.SetAside(row);
}

float MergeShare(double x, std::size_t lanes) {
  constexpr double kLeast = 1e-6;
  const auto count = static_cast<double>(lanes);
  if (x < kLeast) return 1;
  return static_cast<float>(std::expm1(-x * count) / (count * std::expm1(-x)));
}

void LaneRows::MergeCopied(std::span<LaneRows* const> lanes, std::size_t rows, Part part,
                           double pull) {
  rows = std::min(rows, lanes.front()->copies_.rows());
  std::vector<float> before(lanes.front()->copies_.stride());
  const std::size_t end = rows * (part.index + 1) / part.count;
  for (std::size_t i = rows * part.index / part.count; i < end; ++i) {
    MergeRow(lanes, RowId{static_cast<std::uint32_t>(i)}, pull, before);
  }
}

void LaneRows::MergeRow(std::span<LaneRows* const> lanes, RowId id, double pull,
                        std::vector<float>& before) {
  std::uint64_t uses = 0;
  for (const LaneRows* lane : lanes) uses += lane->claim_.Uses(id);
  if (uses == 0) return;
  const double x = pull * static_cast<double>(uses) / static_cast<double>(lanes.size());
  const float share = MergeShare(x, lanes.size());
  float* const __restrict row = lanes.front()->matrix_.MutableRowData(id);
  std::copy_n(row, before.size(), before.data());
  for (LaneRows* const lane : lanes) {
    const float* const __restrict copy = lane->copies_.MutableRowData(id);
    for (std::size_t c = 0; c < before.size(); ++c) row[c] += share * (copy[c] - before[c]);
  }
  for (LaneRows* const lane : lanes) {
    std::copy_n(row, before.size(), lane->copies_.MutableRowData(id));
    lane->claim_.ForgetUses(id);
  }
}

void LaneRows::MergeAside(std::span<LaneRows* const> lanes, Part part) {
  for (LaneRows* const lane : lanes) lane->MergeOwnAside(part);
}

void LaneRows::MergeOwnAside(Part part) {
  constexpr std::size_t kStripeRows = 64;
  const std::size_t columns = matrix_.stride();
  const std::vector<RowId>& aside = claim_.aside();
  for (std::size_t i = 0; i < aside.size(); ++i) {
    if (Index(aside[i]) / kStripeRows % part.count != part.index) continue;
    float* const __restrict row = matrix_.MutableRowData(aside[i]);
    const float* const __restrict copy = claim_.Copy(i);
    const float* const __restrict origin = claim_.Origin(i);
    for (std::size_t c = 0; c < columns; ++c) row[c] += copy[c] - origin[c];
  }
}

Lane::Lane(const TrainerContext& context, TrainedModel& model, const ModelMaker& maker,
           std::uint32_t lanes)
    : lanes_(lanes),
      input_(model.input, context.settings.private_rows, lanes),
      output_(model.output, CopiedOutputRows(context.settings, model.output), lanes),
      trainer_(context, maker(input_.Rows(), output_.Rows())),
      scratch_(context.settings) {}

void Lane::Take(BlockFeed& feed) {
  assignment_ = feed.Next(scratch_);
  if (!assignment_) return;
  trainer_.Begin(*assignment_);
  input_list_.clear();
  output_list_.clear();
  for (std::span<const TokenId> rest = assignment_->ids; !rest.empty();) {
    trainer_.model().ListRows(TakeSentence(rest), input_list_, output_list_);
  }
  // A lane's share changes from round to round, so that every block may draw every word in time.
  const std::uint64_t round = assignment_->block / lanes_;
  const auto share = static_cast<std::uint32_t>((assignment_->block + round) % lanes_);
  input_.Take(input_list_, share);
  output_.Take(output_list_, share);
}

void Lane::Train(std::size_t part, std::size_t parts, const std::stop_token& stop) {
  if (assignment_) trainer_.TrainPart(part, parts, stop);
}

void Lane::End() {
  if (assignment_) trainer_.End();
}

std::optional<std::uint64_t> Lane::block() const {
  return assignment_ ? std::optional(assignment_->block) : std::nullopt;
}

}  // namespace firth::train
