#include "base/refilled_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace firth::base {
namespace {

using testing::ElementsAre;

TEST(RefilledList, KeepsWhatItHasWhereItGrows) {
  RefilledList<int> list;
  EXPECT_TRUE(list.empty());
  list.Add(1);
  list.Add(2);
  int* const more = list.Extend(2);
  more[0] = 3;
  more[1] = 4;
  EXPECT_THAT(std::vector<int>(list.begin(), list.end()), ElementsAre(1, 2, 3, 4));
  list.SetSize(2);
  EXPECT_THAT(std::vector<int>(list.begin(), list.end()), ElementsAre(1, 2));
}

TEST(RefilledList, TakesNoNewRoomForWhatItOnceHeld) {
  RefilledList<int> list;
  const int* const first = list.SetSize(100);
  list.Clear();
  EXPECT_EQ(list.size(), 0U);
  for (int i = 0; i < 100; ++i) list.Add(i);
  EXPECT_EQ(list.data(), first);
  EXPECT_EQ(list[99], 99);
}

TEST(RefilledList, IsEmptyWhenItHasBeenMoved) {
  RefilledList<int> list;
  list.Add(7);
  RefilledList<int> other = std::move(list);
  EXPECT_EQ(other[0], 7);
  list.Clear();
  list.Add(8);
  EXPECT_THAT(std::vector<int>(list.begin(), list.end()), ElementsAre(8));
}

}  // namespace
}  // namespace firth::base
