#include "base/team.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <vector>

namespace firth::base {
namespace {

TEST(Team, EachMemberHasItsShareOfEachLoop) {
  constexpr std::size_t kCount = 100;
  for (const std::size_t members : {1U, 2U, 3U}) {
    Team team(members);
    ASSERT_EQ(team.members(), members);
    std::vector<int> numbers(kCount);
    for (int loop = 0; loop < 1000; ++loop) {
      team.Run([&](std::size_t member) {
        const Share share(member, members, kCount);
        for (std::size_t i = share.begin; i < share.end; ++i) ++numbers[i];
      });
    }
    EXPECT_EQ(numbers, std::vector<int>(kCount, 1000));
  }
}

TEST(Team, ALoopSeesWhatTheOneBeforeWrote) {
  Team team(2);
  std::array<int, 2> numbers = {1, 1};
  for (int loop = 0; loop < 20; ++loop) {
    std::array<int, 2> next{};
    team.Run([&](std::size_t member) { next[member] = numbers[member] + numbers[1 - member]; });
    numbers = next;
  }
  EXPECT_EQ(numbers[0], 1 << 20);
}

TEST(Team, TheFirstExceptionComesBackAndTheTeamGoesOn) {
  Team team(2);
  const auto fail = [](std::size_t member) {
    if (member == 1) throw std::runtime_error("no");
  };
  EXPECT_THROW(team.Run(fail), std::runtime_error);
  std::atomic<int> calls = 0;
  team.Run([&](std::size_t) { ++calls; });
  EXPECT_EQ(calls, 2);
}

TEST(Share, PartsAreAllAndAboutEqual) {
  std::size_t next = 0;
  for (std::size_t part = 0; part < 3; ++part) {
    const Share share(part, 3, 100, 12);
    EXPECT_EQ(share.begin, next);
    EXPECT_EQ(share.begin % 12, 0U);
    EXPECT_LE(share.size(), 36U);
    next = share.end;
  }
  EXPECT_EQ(next, 100U);
  EXPECT_EQ(Share(1, 2, 0).size(), 0U);
  EXPECT_EQ(Share(0, 2, 5, 12).size() + Share(1, 2, 5, 12).size(), 5U);
}

}  // namespace
}  // namespace firth::base
