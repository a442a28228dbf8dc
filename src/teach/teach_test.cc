#include "firth/teach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <latch>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "base/error_testing.h"
#include "encoder/encoder_testing.h"
#include "firth/error.h"
#include "http/http_testing.h"

namespace firth {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// What the page is answered when it posts nothing.
std::string Posted(const TeachServer& server, const std::string& path) {
  http::RawClient client(server.port());
  return client.Ask("POST " + path +
                    " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Firth: 1\r\nContent-Length: 0\r\n\r\n");
}

class Teach : public testing::Test {
 protected:
  std::string Ask(const std::string& path, const std::string& method = "GET",
                  const std::string& headers = "", const std::string& body = "") {
    http::RawClient client(server_.port());
    return client.Ask(
        method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
        (method == "GET" ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
        "\r\n" + body);
  }
  static json JsonOf(const std::string& answer) {
    return json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
  }
  json AskJson(const std::string& path) {
    const std::string answer = Ask(path);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    return JsonOf(answer);
  }

  TeachServer server_{{.port = 0, .page = "<p>page</p>"}};
};

TEST_F(Teach, ServesThePageAndTheLesson) {
  EXPECT_THAT(Ask("/"), HasSubstr("<p>page</p>"));
  const json lesson = AskJson("/api/lesson");
  EXPECT_EQ(lesson["sentence"], kLessonSentence);
  EXPECT_EQ(lesson["blank"]["embedding"].size(), 7U);
  EXPECT_EQ(lesson["blank"]["candidates"][4]["target"], 1);
  EXPECT_EQ(lesson["layer"]["rows"].size(), 9U);
  EXPECT_EQ(AskJson("/api/lesson?sentence=a+b+c&dim=3")["blank"]["mean"].size(), 3U);
}

TEST_F(Teach, ShowsFilms) {
  const json film = AskJson("/api/film?context=skipgram&objective=ns&text=own");
  EXPECT_EQ(film["words"].size(), 7U);
  EXPECT_EQ(film["frames"][0]["cosines"].size(), 49U);
}

TEST_F(Teach, SaysWhatIsWrongWithAQuestion) {
  for (const auto& [path, why] :
       {std::pair{"/api/lesson?dim=65", "--dim is 65, but must be from 1 to 64"},
        {"/api/lesson?dim=x", "dim must be a number"},
        {"/api/lesson?sentence=...", "the sentence holds no word; try"},
        {"/api/film", "context must be cbow or skipgram"},
        {"/api/film?context=cbow&objective=ns&text=mine", "text must be ten or own"}}) {
    const std::string answer = Ask(path);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << path;
    EXPECT_THAT(JsonOf(answer)["error"].get<std::string>(), HasSubstr(why));
  }
  EXPECT_THAT(Ask("/api/neighbors?word=king"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Ask("/api/contexts?word=bank&a=bank"), StartsWith("HTTP/1.1 404"));
}

TEST_F(Teach, FitsGloveToItsCounts) {
  const json glove = AskJson("/api/glove");
  EXPECT_GT(glove["pairs"], 50);
  for (const json& row : glove["rows"]) {
    EXPECT_NEAR(row["log"].get<double>(), std::log(row["count"].get<double>()), 1e-12);
    EXPECT_NEAR(row["product"].get<double>(), row["log"].get<double>(), 1.5);
  }
}

TEST_F(Teach, FasttextKnowsWordsThatNobodySaid) {
  const json answer = AskJson("/api/fasttext?word=queens");
  EXPECT_FALSE(answer["known"]);
  EXPECT_EQ(answer["ngrams"][0], "<qu");
  EXPECT_EQ(answer["vector"].size(), 10U);
  EXPECT_EQ(answer["nearest"][0]["word"], "queen");
  EXPECT_TRUE(AskJson("/api/fasttext?word=queen")["known"]);
  EXPECT_TRUE(AskJson("/api/fasttext?word=")["vector"].empty());
}

TEST_F(Teach, TrainsATextOfTheUsers) {
  EXPECT_EQ(AskJson("/api/words")["state"], "none");
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "The king met the queen. A man met a woman. The king met a man.\n";
  }
  EXPECT_THAT(Ask("/api/train?on=text", "POST", "", text), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(Ask("/api/train", "POST", "X-Firth: page\r\n", text), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(Ask("/api/train?on=corpus", "POST", "X-Firth: page\r\n"),
              HasSubstr("no corpus to train on"));
  EXPECT_THAT(Ask("/api/train?on=text", "POST", "X-Firth: page\r\n", text),
              StartsWith("HTTP/1.1 202"));
  json words;
  for (int i = 0; i < 400 && words["state"] != "ready" && words["state"] != "failed"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
    words = AskJson("/api/words");
  }
  ASSERT_EQ(words["state"], "ready") << words;
  EXPECT_EQ(words["company"]["words"], 7);
  EXPECT_EQ(words["company"]["cosines"].size(), 16U);
  EXPECT_EQ(words["company"]["missing"].size(), 0U);
  EXPECT_EQ(AskJson("/api/neighbors?word=king").size(), 6U);
  EXPECT_THAT(Ask("/api/neighbors?word=zebra"), StartsWith("HTTP/1.1 404"));
}

TEST_F(Teach, RefusesATextThatIsEmptyOrTooLarge) {
  const std::string empty = Ask("/api/train?on=text", "POST", "X-Firth: page\r\n", "");
  EXPECT_THAT(empty, StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(JsonOf(empty)["error"], HasSubstr("this text is empty"));
  const std::size_t largest = AskJson("/api/words")["largest_text"];
  http::RawClient client(server_.port());
  const std::string head =
      "POST /api/train?on=text HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Firth: page\r\nContent-Length: ";
  EXPECT_THAT(client.Ask(head + std::to_string(largest + 1) + "\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(AskJson("/api/words")["state"], "none");
}

TEST(TeachServer, AnEmptyTextIsNotTheCorpus) {
  TeachServer server({.port = 0, .corpus = "corpus.txt"});
  http::RawClient client(server.port());
  EXPECT_THAT(client.Ask("POST /api/train?on=text HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Firth: 1\r\n"
                         "Content-Length: 0\r\n\r\n"),
              StartsWith("HTTP/1.1 400"));
}

TEST_F(Teach, OffersNoWeightsWhereThereAreNone) {
  const json encoder = AskJson("/api/encoder");
  EXPECT_EQ(encoder["state"], "none");
  EXPECT_TRUE(encoder["offer"].is_null());
  EXPECT_THAT(Ask("/api/fetch", "POST"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(Ask("/api/fetch", "POST", "X-Firth: page\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST(TeachServer, FetchesWhatIsAskedFor) {
  TeachServer server(
      {.port = 0,
       .offer = {
           .name = "small", .megabytes = 1, .command = "get small", .fetch = []() -> std::string {
             throw Error(ErrorKind::kIo, "no such package");
           }}});
  const auto ask = [&server](const std::string& line) {
    http::RawClient client(server.port());
    return client.Ask(line +
                      " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Firth: 1\r\nContent-Length: 0\r\n\r\n");
  };
  EXPECT_THAT(ask("GET /api/encoder"), HasSubstr("\"command\":\"get small\""));
  EXPECT_THAT(ask("POST /api/fetch"), StartsWith("HTTP/1.1 202"));
  std::string said;
  for (int i = 0; i < 200 && said.find("failed") == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    said = ask("GET /api/encoder");
  }
  EXPECT_THAT(said, HasSubstr("no such package"));
}

TEST(TeachServer, FetchesOnceAtATime) {
  std::latch free(1);
  TeachServer server({.port = 0, .offer = {.name = "small", .fetch = [&]() -> std::string {
                                             free.wait();
                                             return "";
                                           }}});
  EXPECT_THAT(Posted(server, "/api/fetch"), StartsWith("HTTP/1.1 202"));
  const std::string again = Posted(server, "/api/fetch");
  free.count_down();
  EXPECT_THAT(again, AllOf(StartsWith("HTTP/1.1 409"), HasSubstr("it is being fetched already")));
}

TEST(TeachServer, TrainsOnceAtATime) {
  // A pipe gives nothing until whoever might write to it has gone.
  const std::string pipe = testing::TempDir() + "teach_pipe";
  ::unlink(pipe.c_str());
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  TeachServer server({.port = 0, .corpus = pipe});
  EXPECT_THAT(Posted(server, "/api/train?on=corpus"), StartsWith("HTTP/1.1 202"));
  const std::string again = Posted(server, "/api/train?on=corpus");
  const int writer = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);  // when it is being read
  ASSERT_GE(writer, 0);
  ::close(writer);
  EXPECT_THAT(again, AllOf(StartsWith("HTTP/1.1 409"),
                           HasSubstr("something is being trained or read already")));
}

TEST(TeachServer, AWordHasAnotherVectorInAnotherSentence) {
  TeachServer server({.port = 0, .encoder = encoder::SmallModel()});
  const auto ask = [&server](const std::string& query) {
    http::RawClient client(server.port());
    return client.Ask("GET /api/contexts?" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  };
  const std::string said =
      ask("word=bank&a=the+bank+of+money&b=Bank+of+the+river&c=the+bank+of+money");
  ASSERT_THAT(said, StartsWith("HTTP/1.1 200"));
  const json answer = json::parse(said.substr(said.find("\r\n\r\n") + 4));
  EXPECT_EQ(answer["dim"], 24);
  EXPECT_EQ(answer["rows"][1]["found"], "Bank");
  EXPECT_EQ(answer["rows"][0]["pieces"], json({"bank"}));
  EXPECT_NEAR(answer["cosines"][2].get<double>(), 1, 1e-5);  // the same sentence
  EXPECT_LT(answer["cosines"][1].get<double>(), 0.9999);
  EXPECT_THAT(ask("word=bank&a=the+bank&b=the+river&c=the+bank"), HasSubstr("does not hold"));
  EXPECT_THAT(ask("word=ban&a=bank&b=bank&c=bank"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask("word=&a=bank&b=bank&c=bank"), StartsWith("HTTP/1.1 400"));
}

TEST(TeachServer, RefusesASentenceWithoutWords) {
  EXPECT_THAT(base::MessageOfError([&] { TeachServer({.port = 0, .sentence = "..."}); }),
              HasSubstr("the sentence holds no word; try"));
}

}  // namespace
}  // namespace firth
