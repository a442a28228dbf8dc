#include "firth/machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "base/error_testing.h"
#include "firth/error.h"
#include "machine/rounds.h"
#include "machine/window_step.h"

namespace firth {
namespace {

using testing::HasSubstr;

void ExpectSane(const Spread& spread) {
  EXPECT_GT(spread.low, 0);
  EXPECT_LE(spread.low, spread.median);
  EXPECT_LE(spread.median, spread.high);
  EXPECT_TRUE(std::isfinite(spread.high));
}

TEST(MeasureMachine, HasEveryFigure) {
  MachineSettings settings;
  settings.dims = {20};
  settings.vocabulary = 500;
  settings.rounds = 2;
  settings.seconds = 1e-4;
  settings.threads = 2;
  settings.buffer_bytes = std::size_t{1} << 20;
  std::vector<unsigned> told;
  const MachineReport report =
      MeasureMachine(settings, [&told](unsigned round) { told.push_back(round); });
  EXPECT_THAT(told, testing::ElementsAre(0, 1));
  const std::size_t targets = AvailableCpuTargets().size();
  ASSERT_EQ(report.arithmetic.size(), 2 * targets);
  ASSERT_EQ(report.bandwidth.size(), 4 * 2U);
  ASSERT_EQ(report.random_rows.size(), 2U);
  ASSERT_EQ(report.steps.size(), 2 * targets);
  ASSERT_EQ(report.mixes.size(), 3 * 4U);
  for (const auto& figure : report.arithmetic) ExpectSane(figure.operations_per_second);
  for (const auto& figure : report.bandwidth) ExpectSane(figure.read);
  for (const auto& figure : report.bandwidth) ExpectSane(figure.read_write);
  for (const auto& figure : report.random_rows) ExpectSane(figure.bytes_per_second);
  for (const auto& figure : report.steps) ExpectSane(figure.share);
  for (const auto& figure : report.mixes) ExpectSane(figure.gain);
  EXPECT_DOUBLE_EQ(report.mixes.front().gain.median, 1);
}

TEST(MeasureMachine, RefusesSettingsWithoutSense) {
  MachineSettings settings;
  settings.rounds = 0;
  EXPECT_THAT(base::MessageOfError([&] { MeasureMachine(settings); }),
              HasSubstr("rounds: at least 1"));
  settings = {};
  settings.vocabulary = 3;
  EXPECT_THAT(base::MessageOfError([&] { MeasureMachine(settings); }),
              HasSubstr("vocabulary: from 100 to 100000000"));
  settings = {};
  settings.seconds = 0;
  EXPECT_THAT(base::MessageOfError([&] { MeasureMachine(settings); }),
              HasSubstr("seconds: more than 0"));
  settings = {};
  settings.buffer_bytes = 1000;
  EXPECT_THAT(base::MessageOfError([&] { MeasureMachine(settings); }),
              HasSubstr("buffer_bytes: a multiple of 1048576"));
  settings = {};
  settings.threads = 101;
  EXPECT_THAT(base::MessageOfError([&] { MeasureMachine(settings); }),
              HasSubstr("threads: at most 100"));
  settings = {};
  settings.dims = {0};
  EXPECT_THAT(base::MessageOfError([&] { MeasureMachine(settings); }),
              HasSubstr("dims: from 1 to 10000"));
}

TEST(Rounds, RatesAddUpOverThreads) {
  using namespace std::chrono_literals;
  const auto sleep = [](unsigned /*thread*/) {
    std::this_thread::sleep_for(1ms);
    return 1.0;
  };
  machine::Rounds rounds(0.02);
  const std::size_t one = rounds.Add(1, sleep);
  const std::size_t three = rounds.Add(3, sleep);
  rounds.Run(3, {});
  EXPECT_LE(rounds.Of(one).high, 1000);
  EXPECT_LE(rounds.Of(three).high, 3000);
  EXPECT_GT(rounds.Ratio(three, one).high, 1.5);
  EXPECT_NEAR(rounds.Ratio(one, one, 4).median, 4, 1e-9);
}

TEST(WindowStep, CountsOperations) {
  EXPECT_EQ(machine::WindowStep::Operations(StepModel::kSkipgram, 300), 6 * 6 * 6 * 300);
  EXPECT_EQ(machine::WindowStep::Operations(StepModel::kCbow, 100), (6 * 6 + 2 * 6) * 100);
}

}  // namespace
}  // namespace firth
