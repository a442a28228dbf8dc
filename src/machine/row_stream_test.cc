#include "machine/row_stream.h"

#include <gtest/gtest.h>

#include <set>

namespace firth::machine {
namespace {

constexpr std::size_t kVocabulary = 1000;
constexpr std::size_t kCount = 20'000;

TEST(DrawWindows, WindowsFollowEachOtherInOneText) {
  const auto windows = DrawWindows(kVocabulary, kCount, 1);
  ASSERT_EQ(windows.size(), kCount);
  for (std::size_t i = 0; i + 1 < kCount; ++i) {
    ASSERT_EQ(windows[i].outputs[0], windows[i + 1].inputs[2]) << i;
    ASSERT_EQ(windows[i].inputs[1], windows[i + 1].inputs[0]) << i;
  }
}

TEST(DrawWindows, OutputsAreDifferentRows) {
  for (const WindowRows& window : DrawWindows(100, kCount, 2)) {
    const std::set<std::uint32_t> outputs(std::begin(window.outputs), std::end(window.outputs));
    ASSERT_EQ(outputs.size(), kWindowOutputs);
    ASSERT_LT(*outputs.rbegin(), 100U);
  }
}

TEST(DrawWindows, FrequentWordsComeMoreOftenButAreThinnedOut) {
  std::size_t first = 0;
  std::size_t hundredth = 0;
  for (const WindowRows& window : DrawWindows(kVocabulary, kCount, 3)) {
    first += window.outputs[0] == 0 ? 1 : 0;
    hundredth += window.outputs[0] == 99 ? 1 : 0;
  }
  // 100 times as frequent in the text; subsampling at 1e-3 leaves about ten times.
  EXPECT_GT(first, 5 * hundredth);
  EXPECT_LT(first, 20 * hundredth);
}

}  // namespace
}  // namespace firth::machine
