#include "base/watched_crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace firth::base {
namespace {

TEST(WatchedCrew, WorksPieceAfterPiece) {
  WatchedCrew crew(3);
  std::atomic<std::size_t> sum = 0;
  const auto add = [&sum](std::size_t i, const std::stop_token&) { sum += 1 + i; };
  for (std::size_t piece = 1; piece <= 1000; ++piece) {
    crew.Run(add, {}, [] {});
    ASSERT_EQ(sum, piece * 6);
  }
}

TEST(WatchedCrew, GoesOnAfterAnException) {
  WatchedCrew crew(2);
  const auto wait = [](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  const auto breaks = [&](std::size_t i, const std::stop_token& stop) {
    if (i == 1) throw std::runtime_error("broken");
    wait(stop);
  };
  const auto waits = [&](std::size_t, const std::stop_token& stop) { wait(stop); };
  for (int piece = 0; piece < 3; ++piece) {
    EXPECT_THROW(crew.Run(breaks, {}, [] {}), std::runtime_error);
    EXPECT_THROW(crew.Run(waits, {}, [] { throw std::logic_error("tick"); }), std::logic_error);
    std::atomic<int> worked = 0;
    crew.Run(
        [&](std::size_t, const std::stop_token& stop) { worked += stop.stop_requested() ? 0 : 1; },
        {}, [] {});
    EXPECT_EQ(worked, 2);
  }
}

TEST(WatchedCrew, HandsTheStopOn) {
  WatchedCrew crew(2);
  std::stop_source stop;
  stop.request_stop();
  std::atomic<int> stopped = 0;
  crew.Run([&](std::size_t, const std::stop_token& token) { stopped += token.stop_requested(); },
           stop.get_token(), [] {});
  EXPECT_EQ(stopped, 2);
}

TEST(WatchedCrew, MayHaveNoThreads) {
  WatchedCrew crew(0);
  crew.Run([](std::size_t, const std::stop_token&) { FAIL(); }, {}, [] {});
}

}  // namespace
}  // namespace firth::base
