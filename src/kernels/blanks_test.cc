#include "kernels/blanks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

class BlanksOnTarget : public testing::TestWithParam<CpuTarget> {};

struct Maps {
  std::vector<std::uint64_t> blanks;
  std::vector<std::uint64_t> newlines;
  friend bool operator==(const Maps&, const Maps&) = default;
};

Maps Find(CpuTarget target, const std::string& text) {
  constexpr std::uint64_t kUntouched = 0x1234567812345678;
  const std::size_t size = BlankMapSize(text.size());
  Maps maps{std::vector(size, kUntouched), std::vector(size, kUntouched)};
  KernelsFor<float>(target).find_blanks(
      {text.data(), text.size(), maps.blanks.data(), maps.newlines.data()});
  return maps;
}

TEST(Blanks, TheReferenceKnowsEachByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const Maps maps = Find(CpuTarget::kScalar, std::string(1, static_cast<char>(byte)));
    const bool blank = byte == 0 || byte == ' ' || (byte >= 9 && byte <= 13);
    EXPECT_EQ(maps.blanks[0], ~std::uint64_t{1} | std::uint64_t{blank});
    EXPECT_EQ(maps.newlines[0], std::uint64_t{byte == '\n'});
  }
}

TEST_P(BlanksOnTarget, FindsThemInTextsOfAnyLength) {
  base::SplitMix64 random(1);
  for (std::size_t length = 0; length < 400; ++length) {
    std::string text;
    // Bytes of all kinds, with many blanks among them.
    while (text.size() < length) {
      text += static_cast<char>(random.Below(2) != 0 ? random.Below(33) : random.Below(256));
    }
    ASSERT_EQ(Find(GetParam(), text), Find(CpuTarget::kScalar, text)) << length;
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, BlanksOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
