#include "text/normalizer/nfc.h"

#include <gtest/gtest.h>

namespace firth::text {
namespace {

TEST(Compose, LeavesComposedTextWhereItIs) {
  std::string scratch = "untouched";
  for (const std::string_view text : {"", "plain", "caf\u00E9", "\u65E5\u672C"}) {
    EXPECT_EQ(Compose(text, scratch).data(), text.data());
  }
  EXPECT_EQ(scratch, "untouched");
}

TEST(Compose, JoinsLettersAndMarks) {
  std::string scratch;
  EXPECT_EQ(Compose("cafe\u0301", scratch), "caf\u00E9");
  EXPECT_EQ(Compose("\u1112\u1161\u11AB", scratch), "\uD55C");  // Korean, letter by letter
  EXPECT_EQ(Compose("\u212B", scratch), "\u00C5");              // the sign of Ångström
}

TEST(Compose, KeepsWhatOnlyLooksAlike) {
  std::string scratch;
  EXPECT_EQ(Compose("\uFF21\uFB01", scratch), "\uFF21\uFB01");  // a wide A, the ligature fi
}

}  // namespace
}  // namespace firth::text
