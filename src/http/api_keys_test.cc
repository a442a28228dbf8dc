#include "http/api_keys.h"

#include <gtest/gtest.h>

namespace firth::http {
namespace {

unsigned StatusOf(const ApiKeys& keys, const std::string& header) {
  try {
    keys.Check({.headers = {{"authorization", header}}});
  } catch (const HttpError& error) {
    EXPECT_STREQ(error.what(), header.starts_with("Bearer ")
                                   ? "the key is not known"
                                   : "a key is missing: Authorization: Bearer KEY");
    return error.status();
  }
  return 200;
}

TEST(ApiKeys, OpenToTheRightKeysAlone) {
  const ApiKeys keys({"one", "two"});
  EXPECT_EQ(StatusOf(keys, "Bearer one"), 200U);
  EXPECT_EQ(StatusOf(keys, "Bearer two"), 200U);
  for (const char* wrong : {"", "one", "Bearer ", "Bearer on", "Bearer one ", "Basic one"}) {
    EXPECT_EQ(StatusOf(keys, wrong), 401U) << wrong;
  }
}

TEST(ApiKeys, WithoutKeysEverybodyMayAsk) { EXPECT_EQ(StatusOf(ApiKeys({}), ""), 200U); }

}  // namespace
}  // namespace firth::http
