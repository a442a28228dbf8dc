/// The routes of text-embeddings-inference, those of words, and what the server says of itself.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "firth/encoder.h"
#include "server/server_testing.h"

namespace firth::server {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(ServerTest, EmbedHasLengthOneUnlessToldOtherwise) {
  Start();
  const auto embed = [&](Json body) {
    body["model"] = "words";
    return Post("/embed", body).json();
  };
  EXPECT_EQ(embed({{"inputs", "king"}}), Json::parse("[[0.6,0.8]]"));
  EXPECT_EQ(embed({{"inputs", {"king", "queen"}}, {"normalize", false}}),
            Json::parse("[[3,4],[4,3]]"));
  EXPECT_EQ(embed({{"inputs", "king"}, {"dimensions", 1}}), Json::parse("[[1]]"));
  EXPECT_EQ(embed({{"inputs", {{0, 1}}}, {"normalize", false}}), Json::parse("[[3.5,3.5]]"));
  EXPECT_EQ(Post("/embed", {{"inputs", "the bank"}}).json()[0].size(), 24U);  // the first model
}

TEST_F(ServerTest, EmbedAllHasAVectorAToken) {
  Start();
  const Json all = Post("/embed_all", {{"inputs", {"the bank", "money"}}}).json();
  EXPECT_EQ(all[0].size(), 4U);
  EXPECT_EQ(all[1].size(), 3U);
  const Encoder encoder = Encoder::Load(folder_);
  const std::vector<std::string_view> texts = {"the bank"};
  const auto pieces = encoder.EncodePieces(texts);
  const auto row = pieces[0].vectors.Row(RowId{1});
  EXPECT_EQ(all[0][1].get<std::vector<float>>(), std::vector<float>(row.begin(), row.end()));
}

TEST_F(ServerTest, SimilarityIsTheCosine) {
  Start();
  const Json inputs = {{"source_sentence", "king"}, {"sentences", {"queen", "king", "bread"}}};
  const Json found = Post("/similarity", {{"inputs", inputs}, {"model", "words"}}).json();
  EXPECT_NEAR(found[0], 24.0 / 25, 1e-6);
  EXPECT_NEAR(found[1], 1, 1e-6);
  EXPECT_NEAR(found[2], 0, 1e-6);
}

TEST_F(ServerTest, TokenizeCountsCharacters) {
  Start();
  const auto tokens = [&](const Json& more) {
    Json body = {{"inputs", "b\u00e4nk the"}};
    body.update(more);
    return Post("/tokenize", body).json()[0];
  };
  const Json all = tokens(Json::object());
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0], Json({{"id", 2},
                          {"text", "[CLS]"},
                          {"special", true},
                          {"start", nullptr},
                          {"stop", nullptr}}));
  EXPECT_EQ(all[1],
            Json({{"id", 6}, {"text", "bank"}, {"special", false}, {"start", 0}, {"stop", 4}}));
  EXPECT_EQ(all[2]["start"], 5);
  EXPECT_EQ(tokens({{"add_special_tokens", false}}).size(), 2U);
  EXPECT_EQ(tokens({{"model", "words"}})[0]["id"], 3);
}

TEST_F(ServerTest, TeisErrorsHaveItsShape) {
  Start({.items = 2});
  const auto said = [&](const char* path, const std::string& body) {
    return Refusal(Ask("POST", path, body));
  };
  EXPECT_EQ(Ask("POST", "/embed", R"({"inputs":""})").json(),
            Json({{"error", "inputs: a text is empty"}, {"error_type", "empty"}}));
  EXPECT_EQ(said("/embed", R"({"inputs":""})"), "400 inputs: a text is empty");
  EXPECT_EQ(said("/embed", R"({"inputs":["a","b","c"]})"),
            "422 inputs: 3 texts at once; 2 is the most");
  EXPECT_EQ(said("/embed", R"({"inputs":"a","normalize":1})"), "422 normalize: not true or false");
  EXPECT_EQ(said("/embed", R"({"inputs":"a","truncation_direction":"Left"})"),
            "422 truncation_direction: texts are cut on the Right alone");
  EXPECT_EQ(said("/embed", R"({"inputs":"a","truncation_direction":1})"),
            "422 truncation_direction: not a string");
  EXPECT_EQ(said("/embed", R"({"inputs":"a","prompt_name":"query"})"),
            "422 prompt_name: the model has no prompts; put it before the text");
  EXPECT_EQ(said("/embed", R"({"inputs":"a","model":"none"})"),
            "404 model: there is no model of this name; /v1/models lists all");
  EXPECT_EQ(said("/embed", R"({"inputs":"a","dimensions":25})"),
            "422 dimensions: the model's vectors have 24");
  EXPECT_EQ(said("/embed_all", "{}"), "422 inputs: it is missing");
  EXPECT_EQ(said("/embed_all", "[]"), "400 the body is no JSON object");
  EXPECT_EQ(said("/embed_all", "{"), "400 the body is not JSON in UTF-8");
  EXPECT_EQ(said("/similarity", R"({"inputs":"a"})"),
            "422 inputs: no object with source_sentence and sentences");
  EXPECT_EQ(said("/similarity", R"({"inputs":{"sentences":["a"]}})"),
            "422 source_sentence: it is missing");
  EXPECT_EQ(said("/similarity", R"({"inputs":{"source_sentence":"","sentences":["a"]}})"),
            "400 source_sentence: it is empty");
  EXPECT_EQ(said("/similarity", R"({"inputs":{"source_sentence":"a","sentences":"b"}})"),
            "422 sentences: no array of strings");
  EXPECT_EQ(said("/similarity", R"({"inputs":{"source_sentence":"a","sentences":[]}})"),
            "400 sentences: there is no text");
  EXPECT_EQ(said("/similarity", R"({"inputs":{"source_sentence":"a","sentences":[[1]]}})"),
            "422 sentences: no array of strings");
  const char* const pair = R"("inputs":{"source_sentence":"a","sentences":["b"]})";
  EXPECT_EQ(said("/similarity", fmt::format(R"({{{},"parameters":1}})", pair)),
            "422 parameters: no object");
  EXPECT_EQ(said("/tokenize", R"({"inputs":[[1]]})"), "422 inputs: a text is a string here");
  EXPECT_EQ(said("/tokenize", R"({"inputs":"a","prompt_name":"query"})"),
            "422 prompt_name: the model has no prompts; put it before the text");
  EXPECT_EQ(said("/embed", R"({"inputs":[[99]]})"),
            "422 there is no token 99; the model has 12 of its own");
  EXPECT_EQ(said("/embed", R"({"inputs":[[99]],"model":"words"})"),
            "422 there is no word 99; the model has 3");
  const std::string text = "of of of of of of of of of of of of of of of of of of of of of of";
  EXPECT_EQ(Refusal(Post("/embed", {{"inputs", text}, {"truncate", false}})),
            "422 a text has 24 tokens; the model takes 20");
  EXPECT_EQ(Post("/embed", {{"inputs", text}}).status, 200U);
}

TEST_F(ServerTest, NoRequestMakesMuchOfLittle) {
  Start();
  std::string words;
  for (int i = 0; i < 150'000; ++i) words += "a ";
  const auto ask = [&](const char* path, const char* model, const Json& inputs) {
    return Post(path, {{"inputs", inputs}, {"model", model}});
  };
  for (const char* model : {"bert", "words"}) {
    EXPECT_EQ(ask("/tokenize", model, words).status, 200U) << model;
    const Answer refused = ask("/tokenize", model, {words, words});
    EXPECT_EQ(Refusal(refused), "422 the texts have more than 200000 tokens; ask for fewer at once")
        << model;
  }
  // 2,097,152 numbers, in rows of 2.
  const Json eight = {words, words, words, words, words, words, words, words};
  EXPECT_EQ(ask("/embed_all", "words", eight).status, 422U);
  EXPECT_EQ(ask("/embed_all", "words", words).status, 200U);
  std::vector<std::string> full(5000, words.substr(0, 60));
  Start({.items = 5000});
  EXPECT_EQ(ask("/embed_all", "bert", full).status, 422U);
  EXPECT_EQ(Refusal(ask("/embed", "words", std::string(1'100'000, 'a'))),
            "422 a text has 1100000 bytes; 1048576 are the most");
}

TEST_F(ServerTest, InfoSaysWhatAModelIs) {
  Start({.precision = Precision::kInt8});
  EXPECT_EQ(Get("/info").json()["model_dtype"], "int8");
  EXPECT_EQ(Get("/info?model=words").json()["model_dtype"], "float32");
  Start();
  const Json info = Get("/info").json();
  EXPECT_EQ(info["model_id"], "bert");
  EXPECT_EQ(info["model_type"], Json({{"embedding", {{"pooling", "mean"}}}}));
  EXPECT_EQ(info["max_input_length"], 20);
  EXPECT_EQ(Get("/info?model=words").json()["dimensions"], 2);
  EXPECT_EQ(Get("/info?model=none").status, 404U);
}

TEST_F(ServerTest, WordsAreAsked) {
  Start();
  const Json near = Post("/neighbors", {{"words", "king"}, {"k", 1}}).json();
  EXPECT_EQ(near["model"], "words");
  EXPECT_EQ(near["neighbors"][0]["word"], "queen");
  EXPECT_NEAR(near["neighbors"][0]["score"], 0.96, 1e-6);
  const Json analogy = {{"a", "king"}, {"b", "queen"}, {"c", "bread"}};
  EXPECT_EQ(Post("/analogy", analogy).status, 200U);
  const Json vectors = Post("/vectors", {{"words", {"bread", "none"}}}).json()["vectors"];
  EXPECT_EQ(vectors[0], Json({{"word", "bread"}, {"vector", {-4, 3}}}));
  EXPECT_EQ(vectors[1]["vector"], nullptr);
}

TEST_F(ServerTest, AnUnknownWordIsNamedWithItsLike) {
  Start();
  const Answer answer = Post("/neighbors", {{"words", "kings"}});
  EXPECT_EQ(answer.status, 404U);
  EXPECT_THAT(answer.body, HasSubstr("king"));
  const auto said = [&](const char* path, const Json& body) { return Refusal(Post(path, body)); };
  EXPECT_EQ(said("/neighbors", {{"words", "king"}, {"model", "bert"}}),
            "422 model: word vectors alone answer this");
  EXPECT_EQ(said("/neighbors", {{"words", "king"}, {"k", 1001}}), "422 k: 1000 is the most");
  EXPECT_EQ(said("/neighbors", {{"words", "king"}, {"k", 0}}),
            "422 k: not a whole number of 1 or more");
  EXPECT_EQ(said("/analogy", {{"a", "king"}, {"b", "queen"}}), "422 c: it is missing");
  EXPECT_EQ(said("/analogy", {{"a", ""}, {"b", "queen"}, {"c", "king"}}), "400 a: it is empty");
  const Json other = {{"a", "king"}, {"b", "queen"}, {"c", "bread"}, {"method", "cosine"}};
  EXPECT_EQ(said("/analogy", other), "422 method: neither 3cosadd nor 3cosmul");
  EXPECT_EQ(Refusal(Ask("POST", "/vectors", R"({"words":[[1]]})")),
            "422 words: a word is a string");
  EXPECT_EQ(said("/vectors", {{"words", std::string(1001, 'a')}}),
            "422 words: a word has up to 1000 bytes");
}

TEST_F(ServerTest, MetricsCountRequestsAndBatches) {
  Start();
  Post("/embed", {{"inputs", "the bank"}});
  Get("/none");
  const std::string text = Get("/metrics").body;
  EXPECT_THAT(text, HasSubstr("te_request_count{path=\"/embed\",status=\"200\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("te_request_count{path=\"\",status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("te_request_duration_count{path=\"/embed\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("firth_tokens_total{model=\"bert\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("te_batch_next_size{model=\"bert\"} 1\n"));
}

TEST_F(ServerTest, DescribesItself) {
  Start({.api_keys = {"secret"}});
  const Json document = Get("/openapi.json").json();
  EXPECT_EQ(document["openapi"], "3.1.0");
  EXPECT_EQ(document["components"]["schemas"]["ModelName"]["enum"], Json({"bert", "words"}));
  EXPECT_EQ(document["components"]["schemas"]["TokenId"]["maximum"], 2);
  const Answer page = Get("/docs");
  EXPECT_EQ(page.status, 200U);
  EXPECT_THAT(page.body, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(page.body, Not(HasSubstr("https://")));
}

}  // namespace
}  // namespace firth::server
