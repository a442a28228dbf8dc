#include "train/ranks/row_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <mutex>

#include "train/ranks/local_ranks_testing.h"

namespace firth::train {
namespace {

constexpr std::size_t kRows = 200;
constexpr std::size_t kColumns = 5;
const std::vector<RowRange> kAll = {{0, kRows}};

RowUses Unused() { return {std::vector<float>(kRows), std::vector<float>(kRows)}; }

float& At(Matrix& matrix, std::size_t row) {
  return matrix.MutableRow(RowId{static_cast<std::uint32_t>(row)})[0];
}

/// A rank's two matrices and what keeps them together with others'.
struct Pair {
  explicit Pair(Communicator& ranks, RowUses uses = Unused(), RowExchange::Options options = {})
      : exchange(ranks, input, output, std::move(uses), options) {}
  void Do(const std::vector<RowRange>& due, double pull = 0) {
    exchange.Begin(due, {}, pull);
    exchange.Finish();
  }
  Matrix input{kRows, kColumns};
  Matrix output{kRows, kColumns};
  RowExchange exchange;
};

TEST(RowExchange, AddsUpMovesOfRareRows) {
  for (const std::size_t count : {1U, 2U, 3U}) {
    RunAsRanks(count, [count](Communicator& ranks) {
      Pair pair(ranks);
      At(pair.input, 7) = 1 + static_cast<float>(ranks.rank());
      At(pair.output, 150 + ranks.rank()) = 4;
      pair.Do(kAll);
      EXPECT_EQ(At(pair.input, 7), static_cast<float>(count * (count + 1)) / 2);
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(At(pair.output, 150 + i), 4);
      EXPECT_EQ(At(pair.input, 8), 0);
    });
  }
}

TEST(RowExchange, TakesSoMuchLessAsRatesAreHigher) {
  constexpr std::size_t kRanks = 8;
  for (const double gain : {2.0, 8.0}) {
    RunAsRanks(kRanks, [gain](Communicator& ranks) {
      RowUses uses = Unused();
      uses.input[3] = 1;
      Pair pair(ranks, uses, {.gain = gain});
      At(pair.input, 3) = 8;
      At(pair.input, 4) = 8;
      if (ranks.rank() == 0) At(pair.input, 5) = 8;
      pair.exchange.Begin(kAll, {.tokens = 100'000}, 0.01);
      pair.exchange.Finish();
      EXPECT_NEAR(At(pair.input, 3), gain < kRanks ? 2 * 8 : 8, 1e-4);
      EXPECT_NEAR(At(pair.input, 4), 8 * kRanks / gain, 1e-4);
      EXPECT_NEAR(At(pair.input, 5), 8 / gain, 1e-4);
    });
  }
}

TEST(RowExchange, TakesTheMeanOfRowsInConstantUse) {
  RunAsRanks(2, [](Communicator& ranks) {
    RowUses uses = Unused();
    uses.input[3] = 1;
    Pair pair(ranks, uses);
    At(pair.input, 3) = ranks.rank() == 0 ? 1.0F : 3.0F;
    At(pair.input, 4) = 1;
    pair.exchange.Begin(kAll, {.tokens = 100'000}, 0.01);
    pair.exchange.Finish();
    EXPECT_EQ(At(pair.input, 3), 2);
    EXPECT_EQ(At(pair.input, 4), 2);
  });
}

TEST(RowExchange, KeepsWhatIsLearnedMeanwhile) {
  RunAsRanks(2, [](Communicator& ranks) {
    Pair pair(ranks);
    At(pair.input, 0) = 1;
    pair.exchange.Begin(kAll, {}, 0);
    At(pair.input, 0) += 10;
    At(pair.input, 1) += 5;
    pair.exchange.Finish();
    EXPECT_EQ(At(pair.input, 0), 12);
    EXPECT_EQ(At(pair.input, 1), 5);
    pair.Do(kAll);
    EXPECT_EQ(At(pair.input, 0), 22);
    EXPECT_EQ(At(pair.input, 1), 10);
  });
}

TEST(RowExchange, LeavesOtherRowsAlone) {
  RunAsRanks(2, [](Communicator& ranks) {
    Pair pair(ranks);
    At(pair.input, 10) = At(pair.input, 100) = 1;
    pair.Do({{64, 128}});
    EXPECT_EQ(At(pair.input, 10), 1);
    EXPECT_EQ(At(pair.input, 100), 2);
  });
}

TEST(RowExchange, TellsAllWhatEachNotes) {
  RunAsRanks(3, [](Communicator& ranks) {
    Pair pair(ranks);
    pair.exchange.Begin({}, {.tokens = ranks.rank(), .stop = ranks.rank() == 1}, 0);
    const auto notes = pair.exchange.Finish();
    ASSERT_EQ(notes.size(), 3U);
    EXPECT_EQ(notes[2].tokens, 2U);
    EXPECT_TRUE(notes[1].stop);
    EXPECT_FALSE(notes[0].stop || notes[0].save);
  });
}

/// All numbers of all ranks after some steps by chance, with rows on their way meanwhile.
std::vector<std::vector<float>> Wandered(std::size_t count, WireFormat wire, Traffic& traffic) {
  std::mutex mutex;
  std::vector<std::vector<float>> all(count);
  RunAsRanks(count, [&](Communicator& ranks) {
    Pair pair(ranks, Unused(), {.wire = wire});
    base::SplitMix64 random(ranks.rank() + 1);
    for (int step = 0; step < 20; ++step) {
      if (pair.exchange.under_way()) pair.exchange.Finish();
      pair.exchange.Begin(kAll, {}, 0);
      for (int i = 0; i < 30; ++i) {
        Matrix& matrix = i % 2 == 0 ? pair.input : pair.output;
        for (float& number : matrix.MutableRow(RowId{random.Below(kRows)})) {
          number += random.UnitFloat() - 0.5F;
        }
      }
    }
    pair.exchange.Finish();
    pair.Do(kAll);
    const std::scoped_lock lock(mutex);
    for (Matrix* matrix : {&pair.input, &pair.output}) {
      for (std::uint32_t i = 0; i < kRows; ++i) {
        for (const float number : matrix->Row(RowId{i})) all[ranks.rank()].push_back(number);
      }
    }
    if (ranks.rank() == 0) traffic = ranks.traffic();
  });
  return all;
}

TEST(RowExchange, LeavesAllRanksWithTheSameBits) {
  Traffic whole;
  Traffic half;
  const auto exact = Wandered(3, WireFormat::kFloat, whole);
  const auto rounded = Wandered(3, WireFormat::kBf16, half);
  for (std::size_t rank = 1; rank < 3; ++rank) {
    EXPECT_EQ(exact[rank], exact[0]);
    EXPECT_EQ(rounded[rank], rounded[0]);
  }
  double error = 0;
  for (std::size_t i = 0; i < exact[0].size(); ++i) {
    error = std::max(error, std::abs(double{exact[0][i]} - rounded[0][i]));
  }
  EXPECT_GT(error, 0);
  EXPECT_LT(error, 0.1);
  EXPECT_LT(half.sent, whole.sent * 6 / 10);
}

TEST(RowExchange, SendsRowsThatMovedAlone) {
  RunAsRanks(2, [](Communicator& ranks) {
    Pair pair(ranks);
    pair.Do(kAll);
    const std::uint64_t nothing = ranks.traffic().sent;
    EXPECT_LT(nothing, 2 * 2 * kRows / 8 + 50);
    At(pair.input, 1) = 1;
    pair.Do(kAll);
    EXPECT_LE(ranks.traffic().sent, 2 * nothing + kColumns * sizeof(float) * 2);
    pair.Do(kAll);
    EXPECT_LE(ranks.traffic().sent, 3 * nothing + kColumns * sizeof(float) * 2);
  });
}

TEST(AppendNumbers, KeepsNumbersThatAreNotFinite) {
  const float numbers[] = {std::numeric_limits<float>::infinity(), std::nanf(""), 1};
  std::string message;
  AppendNumbers(message, numbers, 3, WireFormat::kBf16);
  float read[3];
  ReadNumbers(message.data(), read, 3, WireFormat::kBf16);
  EXPECT_TRUE(std::isinf(read[0]) && std::isinf(read[1]));
  EXPECT_EQ(read[2], 1);
}

TEST(RowUnpacker, RefusesMessagesThatAreCutShort) {
  const std::string message = "\x01";
  MessageReader reader(message);
  RowUnpacker rows(reader, 3, kColumns, WireFormat::kFloat);
  EXPECT_THROW(rows.Next(), Error);
}

}  // namespace
}  // namespace firth::train
