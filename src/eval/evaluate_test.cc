#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error_testing.h"
#include "eval/eval_testing.h"
#include "firth/error.h"
#include "firth/eval.h"

namespace firth {
namespace {

std::string Written(const std::string& name, std::string_view text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

WordVectors Royals() {
  return eval::Vectors(
      {{"man", {1, 0, 0}}, {"woman", {0, 1, 0}}, {"king", {1, 0, 1}}, {"queen", {0, 1, 1}}});
}

TEST(Evaluate, AsksAnalogiesByAllPeersRules) {
  const std::string path = Written("analogies.txt", ": family\nman king woman queen\n");
  const WordVectors vectors = Royals();
  const EvaluationReport report = Evaluate(vectors, path);
  EXPECT_EQ(DetectEvaluation(path), EvaluationKind::kAnalogies);
  EXPECT_EQ(report.kind, EvaluationKind::kAnalogies);
  EXPECT_EQ(report.path, path);
  EXPECT_FALSE(report.pairs);
  ASSERT_EQ(report.analogies.size(), 3U);
  for (const AnalogyReport& analogies : report.analogies) EXPECT_EQ(analogies.accuracy.value, 1);
}

TEST(Evaluate, ScoresPairs) {
  const std::string path = Written("pairs.csv", "a,b,human\nman,king,6\nman,woman,2\n");
  const WordVectors vectors = Royals();
  const EvaluationReport report = Evaluate(vectors, path);
  EXPECT_TRUE(report.analogies.empty());
  ASSERT_TRUE(report.pairs);
  EXPECT_EQ(report.pairs->scored, 2U);
}

TEST(Evaluate, NamesFileAndLine) {
  const WordVectors vectors = Royals();
  const std::string path = Written("broken.txt", ": family\nman king woman\n");
  try {
    Evaluate(vectors, path);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kFormat);
    EXPECT_EQ(error.path(), path);
    EXPECT_THAT(error.what(), testing::HasSubstr("line 2"));
  }
}

TEST(Evaluate, NamesAMissingFile) {
  const WordVectors vectors = Royals();
  try {
    Evaluate(vectors, testing::TempDir() + "no-such-file");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
  }
}

TEST(Evaluate, RefusesAnEmptyFile) {
  const WordVectors vectors = Royals();
  EXPECT_THAT(base::MessageOfError([&] { Evaluate(vectors, Written("empty.txt", "")); }),
              testing::HasSubstr("holds no analogies, word pairs or categories"));
}

}  // namespace
}  // namespace firth
