#include "firth/error.h"

#include <gtest/gtest.h>

namespace firth {
namespace {

TEST(Error, SaysMessageAlone) {
  EXPECT_STREQ(Error(ErrorKind::kSettings, "dim is 0").what(), "dim is 0");
}

TEST(Error, SaysPathAndOffset) {
  const Error error(ErrorKind::kFormat, "cut short", "a.bin", 17);
  EXPECT_STREQ(error.what(), "a.bin, byte 17: cut short");
  EXPECT_EQ(error.message(), "cut short");
  EXPECT_EQ(error.path(), "a.bin");
  EXPECT_EQ(error.offset(), 17U);
  EXPECT_EQ(error.kind(), ErrorKind::kFormat);
}

}  // namespace
}  // namespace firth
