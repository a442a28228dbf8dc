#include "corpus/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace firth::corpus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::pair<std::string, bool>> Lines(std::string_view text) {
  std::vector<std::pair<std::string, bool>> lines;
  ForEachLine(text, [&](std::string_view line, bool ended) { lines.emplace_back(line, ended); });
  return lines;
}

TEST(ForEachLine, CutsAtNewlinesOnly) {
  EXPECT_THAT(Lines("a b\r\n\nc"),
              ElementsAre(Pair("a b\r", true), Pair("", true), Pair("c", false)));
  EXPECT_THAT(Lines("a\n"), ElementsAre(Pair("a", true)));
  EXPECT_THAT(Lines(""), IsEmpty());
}

}  // namespace
}  // namespace firth::corpus
