#include "firth/explore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "http/http_testing.h"

namespace firth {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

WordVectors SixWords() {
  Vocabulary words;
  const float rows[][2] = {{1, 0}, {1, 0.1F}, {0.9F, 0}, {0, 1}, {0.1F, 1}, {-1, 0}};
  Matrix matrix(6, 2);
  for (std::uint32_t r = 0; r < 6; ++r) {
    words.Add(std::string(1, static_cast<char>('a' + r)), Count{6 - r});
    std::ranges::copy(rows[r], matrix.MutableRow(RowId{r}).begin());
  }
  return {std::move(words), std::move(matrix)};
}

class Explore : public testing::Test {
 protected:
  std::string Ask(const std::string& path, const std::string& host = "127.0.0.1") {
    http::RawClient client(server_.port());
    return client.Ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }
  nlohmann::json AskJson(const std::string& path) {
    const std::string answer = Ask(path);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    return nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
  }

  WordVectors vectors_ = SixWords();
  ExploreServer server_{vectors_,
                        {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}},
                        {0, 1, 2, 3, 4, 5},
                        {.port = 0, .title = "Six", .caption = "words", .page = "<p>page</p>"}};
};

TEST_F(Explore, ServesThePageAndTheMap) {
  EXPECT_THAT(Ask("/"), HasSubstr("<p>page</p>"));
  const auto map = AskJson("/api/map");
  EXPECT_EQ(map["title"], "Six");
  EXPECT_EQ(map["words"], 6);
  const std::string places = Ask("/api/places");
  const std::string bytes = places.substr(places.find("\r\n\r\n") + 4);
  ASSERT_EQ(bytes.size(), 12 * sizeof(float));
  float numbers[12];
  std::memcpy(numbers, bytes.data(), bytes.size());
  EXPECT_EQ(numbers[1], 2);    // x of the second
  EXPECT_EQ(numbers[11], 11);  // y of the last
  EXPECT_THAT(Ask("/api/colors"), HasSubstr(std::string("\x00\x01\x02\x03\x04\x05", 6)));
}

TEST_F(Explore, GivesWordsPageByPage) {
  EXPECT_EQ(AskJson("/api/words?from=1&count=2"), nlohmann::json({"b", "c"}));
  EXPECT_EQ(AskJson("/api/words?from=5&count=50"), nlohmann::json({"f"}));
  EXPECT_EQ(AskJson("/api/words?from=6&count=5"), nlohmann::json::array());
}

TEST_F(Explore, KnowsNeighboursAndAnalogies) {
  const auto near = AskJson("/api/neighbors?word=0");
  EXPECT_EQ(near.size(), 5U);
  EXPECT_EQ(near[0]["word"], 2);
  EXPECT_NEAR(near[0]["cosine"].get<double>(), 1, 1e-6);
  EXPECT_EQ(near[4]["word"], 5);
  // a is to b as d is to e.
  EXPECT_EQ(AskJson("/api/analogy?a=0&b=1&c=3")[0]["word"], 4);
}

TEST_F(Explore, RefusesWhatIsNoQuestion) {
  for (const char* path :
       {"/api/neighbors", "/api/neighbors?word=6", "/api/neighbors?word=-1",
        "/api/neighbors?word=x", "/api/words?from=0&count=999999", "/api/analogy?a=0&b=1"}) {
    EXPECT_THAT(Ask(path), StartsWith("HTTP/1.1 400")) << path;
  }
  EXPECT_THAT(Ask("/etc/passwd"), StartsWith("HTTP/1.1 404"));
}

TEST_F(Explore, AnswersNobodyWhoCallsItByAnotherName) {
  EXPECT_THAT(Ask("/api/map", "evil.example"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(Ask("/api/map", "127.0.0.1.evil.example:80"), StartsWith("HTTP/1.1 403"));
  for (const char* host : {"localhost:1", "127.0.0.1:8090", "[::1]:8090", "[::1]"}) {
    EXPECT_THAT(Ask("/api/map", host), StartsWith("HTTP/1.1 200")) << host;
  }
}

}  // namespace
}  // namespace firth
