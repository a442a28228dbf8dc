#include "http/page.h"

#include <gtest/gtest.h>

namespace firth::http {
namespace {

TEST(ServeBytes, WhoHasThemIsToldSo) {
  Request request;
  const Response first = ServeBytes(request, "<p>", "text/html");
  EXPECT_EQ(first.status, 200U);
  request.headers = {{"if-none-match", first.headers.at(0).second}};
  const Response second = ServeBytes(request, "<p>", "text/html");
  EXPECT_EQ(second.status, 304U);
  EXPECT_EQ(second.body.bytes(), "");
}

}  // namespace
}  // namespace firth::http
