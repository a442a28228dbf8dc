#include "formats/memory_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::HasSubstr;

/// A file of 100 words x 50 in this format.
std::string Written(Format format, const std::string& name) {
  std::vector<std::string> words;
  for (int i = 0; i < 100; ++i) words.push_back("w" + std::to_string(i));
  const std::string path = TemporaryPath(name);
  WriteWordVectors(MakeVectors(words, std::vector(100, std::vector<float>(50, 1))), path, format);
  return path;
}

std::string Refusal(const std::string& path, const ReadOptions& options) {
  return MessageOf([&] { ReadWordVectors(path, options); });
}

TEST(MemoryLimit, IsHeldBeforeMemoryIsTaken) {
  for (const auto& [format, name] : {std::pair{Format::kWord2vecBinary, "v.bin"},
                                     {Format::kWord2vecText, "v.txt"},
                                     {Format::kGlove, "v.glove"}}) {
    const std::string path = Written(format, name);
    EXPECT_EQ(Refusal(path, {}), "");
    EXPECT_EQ(Refusal(path, {.memory_limit = 1'000'000}), "");
    EXPECT_THAT(Refusal(path, {.memory_limit = 10'000}), HasSubstr("raise --memory-limit"));
    EXPECT_EQ(Refusal(path, {.max_words = 10, .memory_limit = 10'000}), "");
  }
}

TEST(MemoryLimit, DoesNotCountWhatIsMapped) {
  EXPECT_EQ(Refusal(Written(Format::kSafetensors, "v.safetensors"), {.memory_limit = 10'000}), "");
}

/// 100 words x 50 and 200 rows of n-grams.
TrainedModel WithSubwords() {
  TrainedModel model;
  for (int i = 0; i < 100; ++i) model.vocabulary.Add("w" + std::to_string(i));
  model.subwords = {3, 6, 200};
  model.input = Matrix(300, 50);
  model.output = Matrix(100, 50);
  return model;
}

TEST(MemoryLimit, CountsRowsOfNgrams) {
  const std::string path = TemporaryPath("v.bin");
  WriteFasttextModel(WithSubwords(), path);
  EXPECT_THAT(Refusal(path, {.memory_limit = 50'000}),
              HasSubstr("reading 100 words and 200 rows of n-grams x 50 needs 0.1 MB"));
  EXPECT_EQ(Refusal(path, {.memory_limit = 70'000}), "");
}

TEST(MemoryLimit, CountsVectorsThatAreComposed) {
  const std::string path = TemporaryPath("model.safetensors");
  WriteModel(WithSubwords(), path);
  EXPECT_THAT(Refusal(path, {.memory_limit = 20'000}), HasSubstr("raise --memory-limit"));
  EXPECT_EQ(Refusal(path, {.memory_limit = 30'000}), "");
  WriteWordVectors(ToWordVectors(WithSubwords()), path, Format::kSafetensors);
  EXPECT_EQ(Refusal(path, {.memory_limit = 20'000}), "") << "mapped";
}

TEST(MemoryLimit, IsToldByADescription) {
  const std::string path = Written(Format::kWord2vecBinary, "v.bin");
  EXPECT_EQ(DescribeFile(path).memory, 100 * 50 * sizeof(float) + 100 * 40);
  EXPECT_EQ(DescribeFile(Written(Format::kSafetensors, "v.safetensors")).memory, 100U * 40);
}

TEST(MemoryLimit, CountsWhatQuantisingTakes) {
  const WordVectors vectors = ToWordVectors(WithSubwords());
  const std::string path = TemporaryPath("v.ftz");
  std::filesystem::remove(path);  // of an earlier run
  const auto refusal = [&](const SmallVectorsSettings& settings) {
    return MessageOf([&] { WriteQuantizedVectors(vectors, settings, path); });
  };
  // 300 rows of 64 numbers, and 2 x 50 x 256 numbers of points, to name the largest.
  EXPECT_THAT(refusal({.memory_limit = 300 * 256 + 2 * 51'200}), HasSubstr("quantising takes"));
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(refusal({.memory_limit = 400'000}), "");
  EXPECT_EQ(refusal({.rows = 50, .memory_limit = 300 * 256 + 2 * 51'200}), "");
  EXPECT_EQ(refusal({}), "");
}

TEST(MemoryLimit, DoesNotBelieveAHeader) {
  const std::string path = WriteFile("lies.txt", "1152921504606846976 2\na 1 2\n");
  EXPECT_THAT(Refusal(path, {.memory_limit = 100}), testing::Not(HasSubstr("limit")));
}

}  // namespace
}  // namespace firth::formats
