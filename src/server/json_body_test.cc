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

/// The status and what is said of it; empty when nothing is refused.
std::string Refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const HttpError& error) {
    return std::to_string(error.status()) + " " + error.what();
  }
  return "";
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
  const auto refusal = [](const std::string& body) { return Refusal([&] { ParseObject(body); }); };
  for (const char* body : {"", "{", "{}x", "{\"a\":\"\xff\"}", "{\"a\":1e999}"}) {
    EXPECT_EQ(refusal(body), "400 the body is not JSON in UTF-8") << body;
  }
  EXPECT_EQ(refusal("[]"), "400 the body is no JSON object");
  EXPECT_EQ(refusal("1"), "400 the body is no JSON object");
  EXPECT_EQ(refusal("{\"a\":" + std::string(100000, '[')), "400 the JSON is nested too deep");
  EXPECT_EQ(refusal("{\"a\":[" + std::string(3000000, '1') + "]}"),
            "400 the JSON has a number that is too long");
  std::string many = "{\"a\":[1";
  for (int i = 0; i < 1200000; ++i) many += ",1";
  EXPECT_EQ(refusal(many + "]}"), "400 the JSON has too many values");
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
  const auto refusal = [](const char* value) { return Refusal([&] { InputsOf(value); }); };
  for (const char* empty : {"\"\"", R"(["a",""])", "[[]]", "[[1],[]]"}) {
    EXPECT_EQ(refusal(empty), "400 input: a text is empty") << empty;
  }
  EXPECT_EQ(refusal("[]"), "400 input: there is no text");
  for (const char* wrong : {"1", "true", "{}", "[null]", "[\"a\",1]"}) {
    EXPECT_EQ(refusal(wrong), "422 input: a text is a string or an array of token ids") << wrong;
  }
  for (const char* wrong : {"[-1]", "[1.5]", "[4294967296]", "[1,\"a\"]"}) {
    EXPECT_EQ(refusal(wrong), "422 input: an id is a whole number of 0 or more") << wrong;
  }
  EXPECT_EQ(refusal(R"(["a","b","c","d"])"), "422 input: 4 texts at once; 3 is the most");
  EXPECT_EQ(refusal("null"), "422 input: it is missing");
}

TEST(Members, AreFew) {
  std::string body = R"({"a":":::","b":{)";
  for (int i = 0; i < 2000; ++i) body += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  EXPECT_EQ(Refusal([&] { ParseObject(body + "}}"); }), "400 the JSON has too many members");
}

TEST(Members, HaveTheirKind) {
  const json body = ParseObject(R"({"t":"a","b":true,"n":3,"zero":0,"null":null})");
  EXPECT_EQ(TextMember(body, "t"), "a");
  EXPECT_EQ(BoolMember(body, "b"), true);
  EXPECT_EQ(CountMember(body, "n"), 3U);
  EXPECT_EQ(CountMember(body, "null"), std::nullopt);
  EXPECT_EQ(Refusal([&] { TextMember(body, "n"); }), "422 n: not a string");
  EXPECT_EQ(Refusal([&] { BoolMember(body, "n"); }), "422 n: not true or false");
  EXPECT_EQ(Refusal([&] { CountMember(body, "zero"); }),
            "422 zero: not a whole number of 1 or more");
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
