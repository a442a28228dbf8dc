#include "base/watched_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

namespace firth::base {
namespace {

using namespace std::chrono_literals;

void WaitForStop(const std::stop_token& stop) {
  while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
}

TEST(RunWatched, RunsEachIndexOnce) {
  std::atomic<std::size_t> sum = 0;
  RunWatched(
      5, [&](std::size_t i, const std::stop_token&) { sum += 1 + i; }, {}, [] {});
  EXPECT_EQ(sum, 15U);
}

TEST(RunWatched, AnExceptionStopsTheOthersAndComesBack) {
  const auto work = [](std::size_t i, const std::stop_token& stop) {
    if (i == 1) throw std::runtime_error("broken");
    WaitForStop(stop);
  };
  EXPECT_THROW(RunWatched(3, work, {}, [] {}), std::runtime_error);
}

TEST(RunWatched, TicksAndHandsTheStopOn) {
  std::stop_source stop;
  RunWatched(
      2, [](std::size_t, const std::stop_token& token) { WaitForStop(token); }, stop.get_token(),
      [&] { stop.request_stop(); });
  EXPECT_TRUE(stop.stop_requested());
}

TEST(RunWatched, WhatTickThrowsStopsTheThreads) {
  const auto work = [](std::size_t, const std::stop_token& stop) { WaitForStop(stop); };
  EXPECT_THROW(RunWatched(2, work, {}, [] { throw std::runtime_error("broken"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace firth::base
