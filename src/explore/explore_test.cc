#include "firth/explore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "explore/coloring.h"
#include "firth/formats.h"
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

  std::string Post(const std::string& path, const std::string& body,
                   const std::string& header = "X-Firth: page\r\n") {
    http::RawClient client(server_.port());
    return client.Ask("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header +
                      "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }

  static ExploreMap SixWordMap() {
    return {.vectors = SixWords(),
            .points = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}},
            .colors = {0, 1, 2, 3, 4, 5},
            .title = "Six",
            .caption = "words",
            .columns = {{"kind", {"vowel", "consonant", "consonant", "", "vowel", ""}}}};
  }
  static std::vector<ExploreMap> OneMap() {
    std::vector<ExploreMap> maps;
    maps.push_back(SixWordMap());
    return maps;
  }
  /// As the command does, but for the places.
  static ExploreMap Read(const std::string& path) {
    ExploreMap map{.vectors = ReadWordVectors(path), .title = "dropped"};
    map.points.resize(map.vectors.size());
    map.colors.resize(map.vectors.size());
    return map;
  }

  ExploreServer server_{OneMap(), {.port = 0, .page = "<p>page</p>", .read = Read}};
};

TEST_F(Explore, ServesThePageAndTheMap) {
  EXPECT_THAT(Ask("/"), HasSubstr("<p>page</p>"));
  const auto map = AskJson("/api/map")["maps"][0];
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

TEST_F(Explore, ColoursByAColumn) {
  EXPECT_EQ(AskJson("/api/map")["maps"][0]["columns"], nlohmann::json({"kind"}));
  const auto column = AskJson("/api/column?column=0");
  EXPECT_EQ(column["labels"], nlohmann::json({"consonant", "vowel", ""}));
  EXPECT_EQ(column["colors"], nlohmann::json({1, 0, 0, 2, 1, 2}));
  EXPECT_THAT(Ask("/api/column?column=1"), StartsWith("HTTP/1.1 400"));
}

TEST_F(Explore, ReadsWhatIsDropped) {
  EXPECT_THAT(Post("/api/drop?name=new.vec", "2 2\nx 1 0\ny 0 1\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Post("/api/open?name=new.vec", ""), HasSubstr("\"dropped\""));
  EXPECT_EQ(AskJson("/api/words?map=1&from=0&count=9"), nlohmann::json({"x", "y"}));
  EXPECT_EQ(AskJson("/api/neighbors?map=1&word=0")[0]["word"], 1);

  Post("/api/drop?name=t.tsv", "word\tlength\na\t1\nzebra\t5\n");
  EXPECT_THAT(Post("/api/open?name=t.tsv&as=columns&map=0", ""), HasSubstr("\"length\""));
  EXPECT_EQ(AskJson("/api/column?column=1")["colors"], nlohmann::json({0, 1, 1, 1, 1, 1}));
}

TEST_F(Explore, RefusesWhatCannotBeDropped) {
  EXPECT_THAT(Post("/api/drop?name=a.vec", "x", ""), StartsWith("HTTP/1.1 403"));
  for (const char* name : {"", "..", "%2E%2E%2Fa", ".hidden", "a%2Fb"}) {
    EXPECT_THAT(Post(std::string("/api/drop?name=") + name, "x"), StartsWith("HTTP/1.1 400"));
  }
  EXPECT_THAT(Post("/api/open?name=never.vec", ""), StartsWith("HTTP/1.1 400"));
  Post("/api/drop?name=bad.bin", "no vectors");
  EXPECT_THAT(Post("/api/open?name=bad.bin", ""), StartsWith("HTTP/1.1 400"));
  const auto columns = [&](const std::string& table) {
    Post("/api/drop?name=bad.tsv", table);
    return Post("/api/open?name=bad.tsv&as=columns", "");
  };
  EXPECT_THAT(columns("word\tkind\nq\tletter\n"), HasSubstr("none of the words"));
  EXPECT_THAT(columns("word\n"), HasSubstr("the first line must name the columns"));
  EXPECT_THAT(columns("word\tkind\na\n"), StartsWith("HTTP/1.1 400"));
  std::string wide = "word";
  for (int i = 0; i < 1000; ++i) wide += "\tc";
  EXPECT_THAT(columns(wide), StartsWith("HTTP/1.1 400"));
}

TEST_F(Explore, HasRoomForSoManyMapsAndColumns) {
  Post("/api/drop?name=t.tsv", "word\tlength\na\t1\n");
  std::string said;
  for (int i = 0; i < 100; ++i) said = Post("/api/open?name=t.tsv&as=columns", "");
  EXPECT_THAT(said, HasSubstr("too many columns"));
  Post("/api/drop?name=new.vec", "2 2\nx 1 0\ny 0 1\n");
  for (int i = 0; i < 16; ++i) said = Post("/api/open?name=new.vec", "");
  EXPECT_THAT(said, HasSubstr("too many maps"));
}

TEST(ExploreServer, ReadsNothingUnlessItIsToldHow) {
  std::vector<ExploreMap> maps(1);
  maps[0].vectors = SixWords();
  maps[0].points.resize(6);
  maps[0].colors.resize(6);
  const ExploreServer server(std::move(maps), {.port = 0});
  http::RawClient client(server.port());
  EXPECT_THAT(client.Ask("POST /api/drop?name=a HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Firth: page\r\n"
                         "Content-Length: 0\r\n\r\n"),
              HasSubstr("nothing can be dropped here"));
}

TEST(Coloring, NumbersAreColouredBySize) {
  std::vector<std::string> values;
  for (int i = 0; i < 80; ++i) values.push_back(std::to_string(i));
  const auto coloring = explore::ColorBy(values);
  EXPECT_EQ(coloring.labels.size(), 8U);
  EXPECT_EQ(coloring.labels.front(), "≤ 9");
  EXPECT_EQ(coloring.colors.front(), 0);
  EXPECT_EQ(coloring.colors[10], 1);
  EXPECT_EQ(coloring.colors.back(), 7);
  values[3] = "";
  EXPECT_EQ(explore::ColorBy(values).colors[3], 7);
}

TEST(Coloring, OfManyValuesTheMostFrequentHaveAColour) {
  std::vector<std::string> values;
  for (int i = 0; i < 20; ++i) {
    for (int k = 0; k <= i; ++k) values.push_back("v" + std::to_string(i));
  }
  const auto coloring = explore::ColorBy(values);
  EXPECT_EQ(coloring.labels.size(), 8U);
  EXPECT_EQ(coloring.labels.front(), "v19");
  EXPECT_EQ(coloring.colors.front(), 7);
  EXPECT_EQ(coloring.colors.back(), 0);
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
