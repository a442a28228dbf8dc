#include "firth/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/error_testing.h"
#include "firth/encoder.h"
#include "firth/error.h"
#include "server/server_testing.h"

namespace firth::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST_F(ServerTest, ListsItsModels) {
  Start();
  const Json all = Get("/v1/models").json();
  EXPECT_EQ(all["object"], "list");
  EXPECT_EQ(all["data"][0]["id"], "bert");
  EXPECT_EQ(all["data"][1]["id"], "words");
  EXPECT_EQ(Get("/v1/models/words").json()["object"], "model");
  EXPECT_EQ(Get("/v1/models/none").status, 404U);
  EXPECT_EQ(Get("/health").status, 200U);
}

TEST_F(ServerTest, EncodesAsTheEncoderDoes) {
  Start();
  const std::vector<std::string_view> texts = {"the bank of the river", "money"};
  const Matrix expected = Encoder::Load(folder_).Encode(texts).vectors;
  const Json answer = Post("/v1/embeddings", {{"model", "bert"}, {"input", texts}}).json();
  EXPECT_EQ(answer["object"], "list");
  EXPECT_EQ(answer["model"], "bert");
  EXPECT_EQ(answer["usage"], Json({{"prompt_tokens", 10}, {"total_tokens", 10}}));
  for (std::uint32_t i = 0; i < 2; ++i) {
    EXPECT_EQ(answer["data"][i]["index"], i);
    EXPECT_EQ(answer["data"][i]["object"], "embedding");
    const auto row = expected.Row(RowId{i});
    EXPECT_EQ(answer["data"][i]["embedding"].get<std::vector<float>>(),
              std::vector<float>(row.begin(), row.end()));
  }
}

TEST_F(ServerTest, TokensAreTakenAsTextsAre) {
  Start();
  const auto embedding = [&](const Json& input) {
    return Post("/v1/embeddings", {{"model", "bert"}, {"input", input}}).json()["data"][0];
  };
  EXPECT_EQ(embedding({2, 5, 6, 3}), embedding("the bank"));
  EXPECT_EQ(Post("/v1/embeddings", {{"model", "bert"}, {"input", {99}}}).status, 400U);
}

TEST_F(ServerTest, ATextOfWordsIsTheirMean) {
  Start();
  const auto embed = [&](Json body) {
    body["model"] = "words";
    return Post("/v1/embeddings", body).json();
  };
  const Json answer = embed({{"input", {"king", "King queen", "nothing"}}});
  EXPECT_EQ(answer["data"][0]["embedding"], Json({3, 4}));
  EXPECT_EQ(answer["data"][1]["embedding"], Json({3.5, 3.5}));
  EXPECT_EQ(answer["data"][2]["embedding"], Json({0, 0}));
  EXPECT_EQ(answer["usage"]["total_tokens"], 4);
  const Json base64 = embed({{"input", "king"}, {"encoding_format", "base64"}});
  EXPECT_EQ(base64["data"][0]["embedding"], "AABAQAAAgEA=");
  const Json shorter = embed({{"input", {0}}, {"dimensions", 1}});
  EXPECT_EQ(shorter["data"][0]["embedding"], Json({3}));
}

TEST_F(ServerTest, ErrorsHaveOpenAisShape) {
  Start({.items = 2});
  const auto error = [&](const Json& body) {
    const Answer answer = Post("/v1/embeddings", body);
    return std::pair(answer.status, answer.json()["error"]);
  };
  const auto [status, missing] = error({{"input", "a"}});
  EXPECT_EQ(status, 400U);
  EXPECT_EQ(missing, Json({{"message", "model: it is missing"},
                           {"type", "invalid_request_error"},
                           {"param", "model"},
                           {"code", nullptr}}));
  const auto [unknown_status, unknown] = error({{"input", "a"}, {"model", "none"}});
  EXPECT_EQ(unknown_status, 404U);
  EXPECT_EQ(unknown["code"], "model_not_found");
  for (const char* input : {R"("")", "[]", "{}", R"(["a","b","c"])", "1"}) {
    const auto [code, what] = error({{"model", "words"}, {"input", Json::parse(input)}});
    EXPECT_EQ(code, 400U) << input;
    EXPECT_EQ(what["param"], "input") << input;
  }
  EXPECT_EQ(error({{"model", "words"}, {"input", "a"}, {"dimensions", 3}}).second["param"],
            "dimensions");
  EXPECT_EQ(error({{"model", "words"}, {"input", "a"}, {"encoding_format", "hex"}}).first, 400U);
  EXPECT_EQ(Ask("POST", "/v1/embeddings", "{\"model").json()["error"]["param"], nullptr);
  EXPECT_EQ(Get("/v1/none").json()["error"]["type"], "invalid_request_error");
  EXPECT_EQ(Get("/none").json()["error_type"], "validation");
}

TEST_F(ServerTest, LongTextsAreCutAndCounted) {
  Start();
  const std::string text = "of of of of of of of of of of of of of of of of of of of of of of";
  const Json body = {{"model", "bert"}, {"input", {text, "of"}}};
  const Answer answer = Post("/v1/embeddings", body);
  EXPECT_THAT(answer.head, HasSubstr("Firth-Cut: 1"));
  EXPECT_EQ(answer.json()["usage"]["total_tokens"], 23);
  Start({.cut = false});
  EXPECT_EQ(Post("/v1/embeddings", body).status, 400U);
}

TEST_F(ServerTest, KeysOpenAllButHealth) {
  Start({.api_keys = {"secret"}});
  EXPECT_EQ(Get("/health").status, 200U);
  const Answer closed = Get("/v1/models");
  EXPECT_EQ(closed.status, 401U);
  EXPECT_EQ(closed.json()["error"]["code"], "invalid_api_key");
  EXPECT_EQ(Refusal(closed), "401 a key is missing: Authorization: Bearer KEY");
  EXPECT_EQ(Ask("GET", "/v1/models", "", "Authorization: Bearer secret\r\n").status, 200U);
}

TEST_F(ServerTest, PagesOfOtherSitesMayNotAsk) {
  Start();
  const auto status = [&](const std::string& headers) {
    return Ask("GET", "/v1/models", "", headers).status;
  };
  const std::string own = "Origin: http://localhost\r\n";
  const std::string foreign = "Origin: http://evil.example\r\n";
  EXPECT_EQ(status(own), 200U);
  EXPECT_EQ(status(foreign), 403U);
  EXPECT_EQ(Ask("GET", "/health", "", foreign).status, 200U);
  Start({.cors_origins = {"http://evil.example"}});
  EXPECT_EQ(status(foreign), 200U);
  Start({.api_keys = {"secret"}});
  EXPECT_EQ(status(foreign), 401U);
  EXPECT_EQ(status(foreign + "Authorization: Bearer secret\r\n"), 200U);
}

TEST_F(ServerTest, NamesThatWereMadeToLeadHereAreRefused) {
  Start();
  http::RawClient client(server_->port());
  const std::string answer = client.Ask("GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(answer.substr(9, 3), "403");
  EXPECT_THAT(answer, HasSubstr("without keys this server answers its own machine alone"));
  Start({.host = "0.0.0.0"});
  http::RawClient outside(server_->port());
  EXPECT_EQ(outside.Ask("GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n").substr(9, 3), "200");
}

TEST_F(ServerTest, ReloadTakesWhatTheFileHoldsThen) {
  Start();
  const auto king = [&] {
    return Post("/v1/embeddings", {{"model", "words"}, {"input", "king"}}).json()["data"][0];
  };
  EXPECT_EQ(king()["embedding"], Json({3, 4}));
  encoder::WriteFile(words_, "1 1\nking 7\n");
  server_->Reload();
  EXPECT_EQ(king()["embedding"], Json({7}));
  std::filesystem::remove(words_);
  EXPECT_THAT(base::MessageOfError([&] { server_->Reload(); }),
              HasSubstr(".txt: cannot open: No such file or directory"));
  EXPECT_EQ(king()["embedding"], Json({7}));
}

TEST_F(ServerTest, TheLogHoldsNoText) {
  std::string log;
  Start({.log = [&](std::string_view line) { log += std::string(line) + "\n"; }});
  Post("/v1/embeddings", {{"model", "words"}, {"input", "king"}});
  EXPECT_TRUE(server_->Drain());
  const Json line = Json::parse(log);
  EXPECT_EQ(line["route"], "/v1/embeddings");
  EXPECT_EQ(line["status"], 200);
  EXPECT_THAT(log, Not(HasSubstr("king")));
}

TEST(Serve, TwoModelsOfANameAreRefused) {
  const std::string words = SmallWords();
  EXPECT_THAT(base::MessageOfError([&] {
                Server({.models = {{.path = words}, {.path = words}}, .port = 0});
              }),
              HasSubstr("; name one with --name OTHER="));
  EXPECT_THAT(base::MessageOfError([&] { Server({.port = 0}); }), HasSubstr("no model to serve"));
}

TEST(Serve, ACertificateNeedsItsKey) {
  const std::string words = SmallWords();
  const auto refusal = [&](const std::string& certificate, const std::string& key) {
    return base::MessageOfError([&] {
      Server(
          {.models = {{.path = words}}, .port = 0, .tls_certificate = certificate, .tls_key = key});
    });
  };
  EXPECT_EQ(refusal(words, ""), "TLS needs a certificate and its key");
  EXPECT_EQ(refusal("", words), "TLS needs a certificate and its key");
  EXPECT_THAT(refusal(words, words),
              testing::StartsWith(words + ": no certificate chain in PEM: "));
}

}  // namespace
}  // namespace firth::server
