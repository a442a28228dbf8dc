#include "formats/memory_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(MemoryLimit, DoesNotBelieveAHeader) {
  const std::string path = WriteFile("lies.txt", "1152921504606846976 2\na 1 2\n");
  EXPECT_THAT(Refusal(path, {.memory_limit = 100}), testing::Not(HasSubstr("limit")));
}

}  // namespace
}  // namespace firth::formats
