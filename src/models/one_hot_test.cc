#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/models.h"

namespace firth {
namespace {

Vocabulary FourWords() {
  Vocabulary vocabulary;
  for (const char* word : {"I", "love", "eating", "apple"}) vocabulary.Add(word);
  return vocabulary;
}

TEST(OneHotVectors, AreTheTableOfTheNote) {
  const WordVectors vectors = OneHotVectors(FourWords());
  EXPECT_THAT(*vectors.Find("I"), testing::ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(*vectors.Find("love"), testing::ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(*vectors.Find("eating"), testing::ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(*vectors.Find("apple"), testing::ElementsAre(0, 0, 0, 1));
}

TEST(OneHotVectors, SayWhenTheyAreTooMany) {
  EXPECT_THAT(base::MessageOfError([&] { OneHotVectors(FourWords(), 63); }),
              testing::HasSubstr("lower --max-vocab or raise --memory-limit"));
  EXPECT_EQ(OneHotVectors(FourWords(), 64).dim(), 4U);
}

}  // namespace
}  // namespace firth
