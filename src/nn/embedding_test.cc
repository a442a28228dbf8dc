#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mman.h>

#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "nn/ids.h"
#include "nn/nn_testing.h"

namespace firth::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<float> kTable = {1, 2, 3, 4, 5, 6, 7, 8};  // 4 x 2

Embedding<float> Table(const TableSettings& settings = {}, bool freeze = false) {
  return Embedding<float>::FromPretrained(MatrixOf<float>(4, 2, kTable), freeze, settings);
}

TEST(Embedding, LooksUpIdsOfBothWidths) {
  auto table = Table();
  const std::vector<std::int32_t> narrow = {3, 0, 3};
  const std::vector<std::int64_t> wide = {3, 0, 3};
  EXPECT_THAT(Numbers(table.Forward(narrow)), ElementsAre(7, 8, 1, 2, 7, 8));
  EXPECT_THAT(Numbers(table.Forward(wide)), ElementsAre(7, 8, 1, 2, 7, 8));
  EXPECT_EQ(table.Forward(std::vector<std::int32_t>{}).rows(), 0);
}

TEST(Embedding, StartsNormalAndItsPaddingRowZero) {
  TableSettings settings;
  settings.padding_idx = -1;
  const Embedding<float> table(1000, 51, settings);
  const auto numbers = Numbers(table.weight());
  double sum = 0;
  double squares = 0;
  for (const float x : numbers) {
    sum += x;
    squares += double{x} * x;
  }
  const auto count = static_cast<double>(numbers.size());
  EXPECT_NEAR(sum / count, 0, 0.02);
  EXPECT_NEAR(squares / count, 0.999, 0.03);
  EXPECT_EQ(table.padding_row(), RowId{999});
  EXPECT_THAT(table.weight().Row(RowId{999}), testing::Each(0));
  const Embedding<float> again(1000, 51, settings, 1, {.threads = 3});
  EXPECT_EQ(Numbers(again.weight()), numbers);
}

TEST(Embedding, PaddingIsReadAsStoredAndGetsNoGradient) {
  TableSettings settings;
  settings.padding_idx = -4;
  auto table = Table(settings);
  const std::vector<std::int64_t> ids = {0, 2, 0};
  EXPECT_THAT(Numbers(table.Forward(ids)), ElementsAre(1, 2, 5, 6, 1, 2));
  SparseGrad<float> grad;
  table.Backward(ids, std::vector<float>{1, 1, 2, 3, 1, 1}, grad);
  EXPECT_THAT(grad.rows(), ElementsAre(RowId{2}));
  EXPECT_THAT(grad.Row(0), ElementsAre(2, 3));
}

TEST(Embedding, GradientHasEachUsedRowOnceInOrder) {
  const std::vector<std::int64_t> ids = {3, 1, 3};
  const std::vector<float> of_output = {1, 10, 2, 20, 3, 30};
  SparseGrad<float> grad;
  Table().Backward(ids, of_output, grad);
  EXPECT_THAT(grad.rows(), ElementsAre(RowId{1}, RowId{3}));
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(0, 0, 2, 20, 0, 0, 4, 40));
  TableSettings by_frequency;
  by_frequency.scale_grad_by_freq = true;
  Table(by_frequency).Backward(ids, of_output, grad);
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(0, 0, 2, 20, 0, 0, 2, 20));
  Table({}, /*freeze=*/true).Backward(ids, of_output, grad);
  EXPECT_EQ(grad.size(), 0);
}

// Past the size from which it is written around the caches; rows that stand once, and twice.
TEST(Embedding, ALargeGradientIsTheSameSum) {
  constexpr std::size_t kRows = 20'000;
  constexpr std::size_t kColumns = 251;
  std::vector<std::int64_t> ids(kRows + kRows / 4);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i * 7 % kRows);
  std::vector<float> of_output(ids.size() * kColumns);
  for (std::size_t i = 0; i < of_output.size(); ++i) of_output[i] = static_cast<float>(i % 8191);
  SparseGrad<float> grad;
  Embedding<float>(kRows, kColumns, {}, 1, {.threads = 2}).Backward(ids, of_output, grad);
  ASSERT_EQ(grad.size(), kRows);
  std::vector<float> sums(kRows * kColumns);
  for (std::size_t i = 0; i < of_output.size(); ++i) {
    sums[static_cast<std::size_t>(ids[i / kColumns]) * kColumns + i % kColumns] += of_output[i];
  }
  std::vector<float> dense(sums.size());
  grad.ToDense(dense);
  EXPECT_EQ(dense, sums);
}

TEST(Embedding, MaxNormScalesUsedRowsInPlace) {
  TableSettings settings;
  settings.max_norm = 2.5;
  auto table = Table(settings);
  table.Forward(std::vector<std::int32_t>{1, 0, 1});
  const auto scale = static_cast<float>(2.5 / (5 + 1e-7));
  EXPECT_EQ(Numbers(table.weight()), (std::vector<float>{1, 2, 3 * scale, 4 * scale, 5, 6, 7, 8}));
}

TEST(Embedding, NormTypes) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const auto& [p, length] : {std::pair(1.0, 7.0),
                                  {kInfinity, 4.0},
                                  {-kInfinity, 3.0},
                                  {0.0, 2.0},
                                  {3.0, std::cbrt(91)}}) {
    TableSettings settings;
    settings.max_norm = 1;
    settings.norm_type = p;
    auto table = Table(settings);
    table.Forward(std::vector<std::int32_t>{1});
    EXPECT_NEAR(table.weight().Row(RowId{1})[0], 3 / length, 1e-6) << "p " << p;
  }
}

TEST(Embedding, AnIdOutsideIsNamedAndNothingIsWritten) {
  TableSettings settings;
  settings.max_norm = 0.1;
  auto table = Table(settings);
  std::vector<float> out(6, 9);
  for (const std::int64_t bad : {std::int64_t{4}, std::int64_t{-1}, std::int64_t{1} << 40}) {
    const std::vector<std::int64_t> ids = {0, 1, bad};
    EXPECT_EQ(ErrorOf([&] { table.Forward(ids, out); }),
              "row id " + std::to_string(bad) + " at place 2 is out of range: ids are 0 to 3");
    SparseGrad<float> grad;
    EXPECT_THAT(ErrorOf([&] { table.Backward(ids, out, grad); }), HasSubstr("out of range"));
  }
  EXPECT_EQ(out, std::vector<float>(6, 9));
  EXPECT_EQ(Numbers(table.weight()), kTable);
}

TEST(Embedding, RefusesWhatCannotBe) {
  TableSettings settings;
  settings.padding_idx = 4;
  EXPECT_THAT(ErrorOf([&] { Table(settings); }), HasSubstr("padding_idx 4"));
  EXPECT_THAT(ErrorOf([] { Embedding<float>(0, 3); }), HasSubstr("0 rows"));
  settings = TableSettings();
  settings.max_norm = NAN;
  EXPECT_THAT(ErrorOf([&] { Table(settings); }), HasSubstr("must be numbers"));
  auto table = Table();
  std::vector<float> out(5);
  EXPECT_THAT(ErrorOf([&] {
                table.Forward(std::vector<std::int32_t>{1, 2}, out);
              }),
              HasSubstr("has 5 numbers, not 4"));
  const Matrix owned = MatrixOf<float>(4, 2, kTable);
  EXPECT_THAT(ErrorOf([&] { Embedding<float>::FromPretrained(owned.Share(), false); }),
              HasSubstr("read-only"));
  EXPECT_EQ(ErrorOf([&] { Embedding<float>::FromPretrained(owned.Share()); }), "");
}

TEST(Embedding, TrainsMemoryOfOthersInPlace) {
  std::vector<float> memory = kTable;
  auto table = Embedding<float>::FromPretrained(
      Matrix::BorrowWritable(nullptr, memory.data(), 4, 2, 2), /*freeze=*/false);
  SparseGrad<float> grad;
  table.Backward(std::vector<std::int32_t>{2}, std::vector<float>{1, 2}, grad);
  MakeSgd<float>({.lr = 0.5})->Step(table.weight(), grad);
  EXPECT_THAT(memory, ElementsAre(1, 2, 3, 4, 4.5F, 5, 7, 8));
}

// Large enough for several chunks, for the radix sort and for writing past the cache.
TEST(Embedding, SameForAnyNumberOfThreads) {
  constexpr std::size_t kColumns = 75;
  const auto ids = RandomIds(60'000, 5000, 1);
  const auto of_output = RandomNumbers<float>(ids.size() * kColumns, 2);
  std::vector<std::vector<float>> outputs;
  std::vector<std::vector<float>> gradients;
  for (const unsigned threads : {1U, 2U, 5U}) {
    Embedding<float> table(5000, kColumns, {}, 3, {.threads = threads});
    std::vector<float> out(of_output.size());
    table.Forward(ids, out);
    for (std::size_t i = 0; i < ids.size(); i += 997) {
      const auto row = table.weight().Row(RowId{static_cast<std::uint32_t>(ids[i])});
      ASSERT_TRUE(
          std::equal(row.begin(), row.end(), out.begin() + static_cast<long>(i * kColumns)));
    }
    outputs.push_back(out);
    SparseGrad<float> grad;
    table.Backward(ids, of_output, grad);
    gradients.push_back(Dense(grad, table.rows(), kColumns));
  }
  EXPECT_EQ(outputs[1], outputs[0]);
  EXPECT_EQ(outputs[2], outputs[0]);
  EXPECT_EQ(gradients[1], gradients[0]);
  EXPECT_EQ(gradients[2], gradients[0]);
}

TEST(Embedding, GradientAgreesWithFiniteDifferences) {
  Embedding<double> table(5, 3);
  const std::vector<std::int32_t> ids = {4, 0, 4, 2, 4};
  const auto weights = RandomNumbers<double>(15, 4);
  SparseGrad<double> grad;
  table.Backward(ids, weights, grad);
  ExpectMatrixGradient(table.weight(), Dense(grad, 5, 3),
                       [&] { return Weighted(Numbers(table.Forward(ids)), weights); });
}

TEST(SparseGrad, DoesNotFitASmallerTable) {
  SparseGrad<float> grad;
  grad.Reset({RowId{1}, RowId{3}}, 2);
  std::vector<float> small(6);
  EXPECT_THAT(ErrorOf([&] { grad.ToDense(small); }), HasSubstr("does not fit"));
}

TEST(CheckedIds, SoManyIdsAreOneBatch) {
  // Numbers that nobody looks at, and that take no memory.
  constexpr std::size_t kTooMany = std::numeric_limits<std::uint32_t>::max();
  constexpr std::size_t kBytes = kTooMany * sizeof(std::int32_t);
  void* const place =
      ::mmap(nullptr, kBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(place, MAP_FAILED);
  const std::span<const std::int32_t> ids(static_cast<const std::int32_t*>(place), kTooMany);
  EXPECT_EQ(ErrorOf([&] { CheckedIds(ids, 4, "row"); }), "4294967295 ids in one batch: cut it up");
  ::munmap(place, kBytes);
}

}  // namespace
}  // namespace firth::nn
