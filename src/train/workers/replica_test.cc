#include "train/workers/replica.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "matrix/file_matrix.h"

namespace firth::train {
namespace {

constexpr std::size_t kRows = 10;
constexpr std::size_t kColumns = 20;

class ReplicaTest : public testing::Test {
 protected:
  ReplicaTest() {
    model_.input = Matrix(kRows, kColumns);
    model_.output = Matrix(kRows, kColumns);
  }

  ModelRows rows() { return {model_, nullptr}; }

  TrainedModel model_;
  Matrix& input = model_.input;
  Matrix& output = model_.output;
};

float& At(Replica& replica, std::uint32_t row) { return replica.InputRows().Row(RowId{row})[3]; }

TEST_F(ReplicaTest, CopiesTheFirstRowsAndSharesTheOthers) {
  ReplicatedModel model({.rows = 4, .replicas = 2}, rows());
  Replica replica(model, 0);
  EXPECT_NE(replica.InputRows().Row(RowId{3}), input.MutableRowData(RowId{3}));
  EXPECT_EQ(replica.InputRows().Row(RowId{4}), input.MutableRowData(RowId{4}));
  EXPECT_EQ(replica.OutputRows().Row(RowId{9}), output.MutableRowData(RowId{9}));
}

TEST_F(ReplicaTest, WhatAllMovedARowByIsAdded) {
  input.MutableRow(RowId{1})[3] = 1;
  ReplicatedModel model({.rows = 4, .replicas = 2}, rows());
  Replica a(model, 0);
  Replica b(model, 1);
  a.Load();
  b.Load();
  EXPECT_EQ(At(a, 1), 1);
  At(a, 1) += 0.5F;
  At(b, 1) += 0.25F;
  EXPECT_EQ(input.Row(RowId{1})[3], 1);
  a.MergeAll();
  b.MergeAll();
  EXPECT_EQ(input.Row(RowId{1})[3], 1.75F);
  EXPECT_EQ(At(b, 1), 1.75F);
  EXPECT_EQ(At(a, 1), 1.5F);
  a.MergeAll();  // nothing moved since: it takes what the other did
  EXPECT_EQ(input.Row(RowId{1})[3], 1.75F);
  EXPECT_EQ(At(a, 1), 1.75F);
}

TEST_F(ReplicaTest, MoreRowsThanThereAreMeansAll) {
  ReplicatedModel model({.rows = 1000, .replicas = 2}, rows());
  Replica replica(model, 0);
  replica.Load();
  replica.OutputRows().Row(RowId{9})[0] = 2;
  replica.MergeAll();
  EXPECT_EQ(output.Row(RowId{9})[0], 2);
}

TEST_F(ReplicaTest, NarrowRowsAreRoundedWhenTheyAreMerged) {
  // Between 1 and 2 bfloat16 numbers are 1/128 apart.
  constexpr float kMove = 1.0F / 1024;
  TrainSettings settings;
  model_.input = matrix::FileMatrix(kRows, kColumns);
  model_.output = matrix::FileMatrix(kRows, kColumns);
  for (std::uint32_t i = 0; i < kRows; ++i) std::ranges::fill(input.MutableRow(RowId{i}), 1.0F);
  NarrowModel narrow(model_, settings);
  ReplicatedModel model({.rows = kRows, .replicas = 2}, {model_, &narrow});
  Replica replica(model, 0);
  replica.Load();
  EXPECT_EQ(At(replica, 1), 1);
  constexpr int kTimes = 400;
  for (int i = 0; i < kTimes; ++i) {
    for (float& x : std::span(replica.InputRows().Copy(RowId{1}), kColumns)) x += kMove;
    replica.MergeAll();
  }
  narrow.Widen();
  double mean = 0;
  for (std::size_t c = 0; c < kColumns; ++c) {
    EXPECT_EQ(replica.InputRows().Copy(RowId{1})[c], input.Row(RowId{1})[c]);
    mean += input.Row(RowId{1})[c] / kColumns;
  }
  EXPECT_NEAR(mean, 1 + kTimes * kMove, 0.05);
  EXPECT_EQ(input.Row(RowId{2})[0], 1);
}

TEST(MergeClock, TakesEachDoublingOfRanksHalfAsOften) {
  MergeClock clock({.rows = 4096, .interval = 2, .replicas = 2, .longest = 1000});
  std::vector<std::size_t> due;
  for (int block = 0; block < 16; ++block) due.push_back(clock.DueRows());
  EXPECT_EQ(due, (std::vector<std::size_t>{0, 256, 0, 512, 0, 256, 0, 1024, 0, 256, 0, 512, 0, 256,
                                           0, 2048}));
}

TEST(MergeClock, LeavesNoRowForLongerThanAsked) {
  MergeClock clock({.rows = 4096, .interval = 1, .replicas = 2, .longest = 5});
  std::vector<std::size_t> due;
  for (int block = 0; block < 8; ++block) due.push_back(clock.DueRows());
  EXPECT_EQ(due, (std::vector<std::size_t>{256, 512, 256, 4096, 256, 512, 256, 4096}));
}

}  // namespace
}  // namespace firth::train
