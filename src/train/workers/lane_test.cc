#include "train/workers/lane.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

namespace firth::train {
namespace {

constexpr std::size_t kCopied = 5;
constexpr std::uint32_t kLanes = 2;

/// Two lanes over one matrix, of which each moves some rows.
struct Moved {
  Moved() {
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
      lanes.push_back(std::make_unique<LaneRows>(matrix, kCopied, kLanes));
      order.push_back(lanes.back().get());
      const std::vector<RowId> rows = {RowId{2}, RowId{20}, RowId{21}};
      lanes.back()->Take(rows, lane);
    }
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
      for (const std::uint32_t row : {2U, 20U, 21U}) {
        lanes[lane]->Rows().Row(RowId{row})[0] += static_cast<float>(lane + 1);
      }
    }
  }

  void Merge(double pull, LaneRows::Part part = {0, 1}) {
    LaneRows::MergeCopied(order, kCopied, part, pull);
    LaneRows::MergeAside(order, part);
  }

  Matrix matrix{100, 3};
  std::vector<std::unique_ptr<LaneRows>> lanes;
  std::vector<LaneRows*> order;
};

TEST(LaneRows, MergesWhatAllLanesHaveMoved) {
  Moved moved;
  moved.Merge(/*pull=*/0);
  for (const std::uint32_t row : {2U, 20U, 21U}) {
    EXPECT_EQ(moved.matrix.Row(RowId{row})[0], 3) << row;
  }
  EXPECT_EQ(moved.matrix.Row(RowId{3})[0], 0);
}

TEST(LaneRows, MergesTheMeanOfRowsAtTheirBalance) {
  Moved moved;
  moved.Merge(/*pull=*/1000);
  EXPECT_FLOAT_EQ(moved.matrix.Row(RowId{2})[0], 1.5F);
  EXPECT_EQ(moved.matrix.Row(RowId{20})[0], 3);  // no copy for all lanes: a rare row
}

TEST(LaneRows, MergesInPartsToTheSame) {
  constexpr std::size_t kParts = 3;
  Moved moved;
  for (std::size_t part = 0; part < kParts; ++part) {
    moved.Merge(0, {part, kParts});
  }
  for (const std::uint32_t row : {2U, 20U, 21U}) {
    EXPECT_EQ(moved.matrix.Row(RowId{row})[0], 3) << row;
  }
}

TEST(MergeShare, IsBetweenTheSumAndTheMean) {
  constexpr std::size_t kEight = 8;
  EXPECT_EQ(MergeShare(0, kEight), 1);
  EXPECT_NEAR(MergeShare(1e-4, kEight), 1, 1e-3);
  EXPECT_NEAR(MergeShare(100, kEight), 1.0 / kEight, 1e-6);
  EXPECT_EQ(MergeShare(3, 1), 1);
  // One lane after the other leaves exp(-8 x) of the way to the balance; so must this.
  constexpr double kX = 0.3;
  const double gone = MergeShare(kX, kEight) * 8 * (1 - std::exp(-kX));
  EXPECT_NEAR(1 - gone, std::exp(-8 * kX), 1e-6);
}

}  // namespace
}  // namespace firth::train
