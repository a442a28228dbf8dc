#include "http/router.h"

#include <gtest/gtest.h>

namespace firth::http {
namespace {

Handler Says(std::string text) {
  return [text](const Request&) { return Response{.body = text}; };
}

std::string Ask(const Router& router, std::string method, std::string path) {
  const Request request{.method = std::move(method), .path = std::move(path)};
  Response refusal;
  const Router::Route* const route = router.Find(request, refusal);
  return std::string((route == nullptr ? refusal : route->handler(request)).body.bytes());
}

Router Three() {
  Router router;
  router.Add("GET", "/a", Says("a"));
  router.Add("GET", "/a/*", Says("below a"));
  router.Add("GET", "/a/b/*", Says("below b"));
  router.Add("POST", "/a", Says("posted"));
  return router;
}

TEST(Router, TheLongestPathAnswers) {
  const Router router = Three();
  EXPECT_EQ(Ask(router, "GET", "/a"), "a");
  EXPECT_EQ(Ask(router, "GET", "/a/x"), "below a");
  EXPECT_EQ(Ask(router, "GET", "/a/b/"), "below b");
  EXPECT_EQ(Ask(router, "POST", "/a"), "posted");
  EXPECT_EQ(Ask(router, "HEAD", "/a"), "a");
}

TEST(Router, AStarMayStandWithin) {
  Router router = Three();
  router.Add("POST", "/a/*/x", Says("x"));
  EXPECT_EQ(Ask(router, "POST", "/a/1/x"), "x");
  EXPECT_EQ(Ask(router, "GET", "/a/x"), "below a");
  EXPECT_EQ(Ask(router, "GET", "/a/1/y"), "below a");
  EXPECT_EQ(StarOf("/a/*/x", "/a/1/x"), "1");
  EXPECT_EQ(StarOf("/a/*", "/a/"), "");
  EXPECT_FALSE(StarOf("/a/*/x", "/a/x"));
}

TEST(Router, SaysWhatIsNotThereAndWhatIsAllowed) {
  const Router router = Three();
  EXPECT_EQ(Ask(router, "GET", "/b"), R"({"error":"there is nothing at /b"})");
  const Request request{.method = "DELETE", .path = "/a"};
  Response refusal;
  EXPECT_EQ(router.Find(request, refusal), nullptr);
  EXPECT_EQ(refusal.status, 405U);
  EXPECT_EQ(refusal.headers.at(0), (std::pair<std::string, std::string>("Allow", "GET, POST")));
}

TEST(Router, BrokenUtf8InAPathIsNoBrokenJson) {
  EXPECT_EQ(Ask(Three(), "GET", "/\xff"), "{\"error\":\"there is nothing at /\xEF\xBF\xBD\"}");
}

TEST(Router, TheGuardIsAskedFirst) {
  Router router = Three();
  router.SetGuard([](const Request& request) {
    if (request.Header("authorization") != "Bearer key") throw HttpError(401, "a key is missing");
  });
  EXPECT_EQ(router.Refusal({.method = "GET", .path = "/a"}).value().status, 401U);
  const Request known{.method = "GET", .path = "/a", .headers = {{"authorization", "Bearer key"}}};
  EXPECT_FALSE(router.Refusal(known));
}

}  // namespace
}  // namespace firth::http
