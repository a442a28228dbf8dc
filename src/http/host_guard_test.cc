#include "http/host_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firth::http {
namespace {

bool IsLocal(const std::string& host) {
  try {
    RequireLocalHost({.headers = {{"host", host}}});
    return true;
  } catch (const HttpError& error) {
    EXPECT_EQ(error.status(), 403U);
    EXPECT_STREQ(error.what(), "this page is for http://127.0.0.1 alone");
    return false;
  }
}

bool MayAsk(const std::string& origin, const std::vector<std::string>& allowed = {}) {
  try {
    RequireKnownOrigin({.headers = {{"host", "a:80"}, {"origin", origin}}}, allowed);
    return true;
  } catch (const HttpError& error) {
    EXPECT_EQ(error.status(), 403U);
    EXPECT_STREQ(error.what(), "pages of this origin may not ask");
    return false;
  }
}

TEST(HostGuard, NamesOfThisMachine) {
  for (const char* host :
       {"127.0.0.1", "127.0.0.1:8080", "localhost:1", "[::1]", "[::1]:8080", "LocalHost:80", ""}) {
    EXPECT_TRUE(IsLocal(host)) << host;
  }
  for (const char* host : {"evil.example", "127.0.0.1.evil.example", "localhost.evil:8080"}) {
    EXPECT_FALSE(IsLocal(host)) << host;
  }
}

TEST(HostGuard, PagesOfOtherSites) {
  EXPECT_TRUE(MayAsk(""));
  EXPECT_TRUE(MayAsk("http://a:80"));
  EXPECT_TRUE(MayAsk("https://b", {"http://c", "https://b"}));
  EXPECT_TRUE(MayAsk("null", {"*"}));
  for (const char* origin : {"http://b", "http://a", "http://a:80.b", "null", "a:80", "://"}) {
    EXPECT_FALSE(MayAsk(origin, {"http://c"})) << origin;
  }
}

TEST(HostGuard, OthersThanItsOwnPage) {
  EXPECT_NO_THROW(RequireOwnPage({.headers = {{"x-firth", "page"}}}));
  EXPECT_THAT(
      [] {
        RequireOwnPage({.headers = {{"host", "localhost"}}});
      },
      testing::ThrowsMessage<HttpError>("this is for firth's own page alone"));
}

}  // namespace
}  // namespace firth::http
