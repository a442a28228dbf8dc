#include "server/json_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace firth::server {
namespace {

using http::HttpError;
using testing::ElementsAre;
using testing::HasSubstr;

unsigned StatusOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const HttpError& error) {
    return error.status();
  }
  return 200;
}

std::vector<Input> InputsOf(std::string_view value, std::size_t limit = 3) {
  const json body = ParseObject("{\"input\":" + std::string(value) + "}");
  return Inputs(Member(body, "input"), "input", limit);
}

std::string Numbers(std::vector<float> numbers) {
  std::string out;
  AppendNumbers(numbers, out);
  return out;
}

TEST(ParseObject, RefusesWhatIsNoObjectOfReasonableSize) {
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("[]"), std::string("1"), std::string("{}x"),
        std::string("{\"a\":\"\xff\"}"), std::string("{\"a\":1e999}"),
        "{\"a\":" + std::string(100000, '['), "{\"a\":[" + std::string(3000000, '1') + "]}", [] {
          std::string many = "{\"a\":[1";
          for (int i = 0; i < 1200000; ++i) many += ",1";
          return many + "]}";
        }()}) {
    EXPECT_EQ(StatusOf([&] { ParseObject(body); }), 400U) << body.substr(0, 20);
  }
  EXPECT_EQ(ParseObject(R"({"a":[[[[[[1]]]]]]})").size(), 1U);
}

TEST(ParseObject, DoesNotRepeatTheTextInItsComplaint) {
  try {
    ParseObject("{\"secret\" secret}");
    FAIL();
  } catch (const HttpError& error) {
    EXPECT_THAT(error.what(), Not(HasSubstr("secret")));
  }
}

TEST(Inputs, AreATextTextsOrTokens) {
  using Ids = std::vector<std::uint32_t>;
  EXPECT_THAT(InputsOf("\"a\""), ElementsAre(Input("a")));
  EXPECT_THAT(InputsOf(R"(["a","b"])"), ElementsAre(Input("a"), Input("b")));
  EXPECT_THAT(InputsOf("[1,2]"), ElementsAre(Input(Ids{1, 2})));
  EXPECT_THAT(InputsOf("[1.0,2e0]"), ElementsAre(Input(Ids{1, 2})));
  EXPECT_THAT(InputsOf("[[1,2],[3]]"), ElementsAre(Input(Ids{1, 2}), Input(Ids{3})));
}

TEST(Inputs, OthersAreRefused) {
  for (const char* empty : {"\"\"", "[]", R"(["a",""])", "[[]]", "[[1],[]]"}) {
    EXPECT_EQ(StatusOf([&] { InputsOf(empty); }), 400U) << empty;
  }
  for (const char* wrong : {"1", "true", "{}", "[-1]", "[1.5]", "[4294967296]", "[null]",
                            "[1,\"a\"]", "[\"a\",1]", R"(["a","b","c","d"])", "null"}) {
    EXPECT_EQ(StatusOf([&] { InputsOf(wrong); }), 422U) << wrong;
  }
}

TEST(Members, AreFew) {
  std::string body = R"({"a":":::","b":{)";
  for (int i = 0; i < 2000; ++i) body += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  EXPECT_EQ(StatusOf([&] { ParseObject(body + "}}"); }), 400U);
}

TEST(Members, HaveTheirKind) {
  const json body = ParseObject(R"({"t":"a","b":true,"n":3,"zero":0,"null":null})");
  EXPECT_EQ(TextMember(body, "t"), "a");
  EXPECT_EQ(BoolMember(body, "b"), true);
  EXPECT_EQ(CountMember(body, "n"), 3U);
  EXPECT_EQ(CountMember(body, "null"), std::nullopt);
  EXPECT_EQ(StatusOf([&] { TextMember(body, "n"); }), 422U);
  EXPECT_EQ(StatusOf([&] { BoolMember(body, "n"); }), 422U);
  EXPECT_EQ(StatusOf([&] { CountMember(body, "zero"); }), 422U);
}

TEST(Numbers, AreTheShortestThatReadBack) {
  EXPECT_EQ(Numbers({0.1F, -2, 1.0e-20F, 3.4028235e38F}), "[0.1,-2,1e-20,3.4028235e+38]");
  EXPECT_EQ(Numbers({}), "[]");
}

TEST(Base64, IsThatOfLittleEndianFloats) {
  // Python: base64.b64encode(struct.pack("<f", 1)) and so on.
  EXPECT_EQ(Base64Of(std::vector<float>{1}), "AACAPw==");
  EXPECT_EQ(Base64Of(std::vector<float>{1, -2}), "AACAPwAAAMA=");
  EXPECT_EQ(Base64Of(std::vector<float>{1, -2, 0.5F}), "AACAPwAAAMAAAAA/");
  EXPECT_EQ(Base64Of({}), "");
}

}  // namespace
}  // namespace firth::server
