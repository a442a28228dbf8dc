#include "http/target.h"

#include <gtest/gtest.h>

namespace firth::http {
namespace {

TEST(Target, SplitsAndDecodes) {
  const auto target = ParseTarget("/a%20b/c?x=1&y=%41+b#part");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b/c");
  EXPECT_EQ(target->query, "x=1&y=%41+b");
  EXPECT_EQ(FindParameter(target->query, "x"), "1");
  EXPECT_EQ(FindParameter(target->query, "y"), "A b");
  EXPECT_EQ(FindParameter(target->query, "z"), std::nullopt);
  EXPECT_EQ(ParseTarget("http://host:1/a?x")->path, "/a");
}

TEST(Target, RefusesWhatIsNoPathOfThisServer) {
  for (const char* target : {"", "*", "http://a", "http://?a", "https:/a", "/%", "/%2", "/%zz",
                             "/a%00b", "/../a", "/a/..", "/a/%2e%2e/b", "/./a"}) {
    EXPECT_FALSE(ParseTarget(target)) << target;
  }
  for (const char* target : {"/", "/...", "/a..b", "/a//b", "/?", "http://a/b"}) {
    EXPECT_TRUE(ParseTarget(target)) << target;
  }
}

TEST(Target, ParametersWithoutAValueAreEmpty) {
  EXPECT_EQ(FindParameter("a&b=", "a"), "");
  EXPECT_EQ(FindParameter("a&b=", "b"), "");
  EXPECT_EQ(FindParameter("a=%", "a"), std::nullopt);
  EXPECT_EQ(FindParameter("&&a=1", "a"), "1");
}

}  // namespace
}  // namespace firth::http
