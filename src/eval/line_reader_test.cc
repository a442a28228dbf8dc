#include "eval/line_reader.h"

#include <gtest/gtest.h>

namespace firth::eval {
namespace {

TEST(LineReader, GivesTrimmedLinesWithTheirNumbers) {
  LineReader lines("\xEF\xBB\xBF# a comment\n\n  one \r\ntwo\n\t\n#\nthree");
  EXPECT_EQ(lines.Next(), "one");
  EXPECT_EQ(lines.number(), 3U);
  EXPECT_EQ(lines.Next(), "two");
  EXPECT_EQ(lines.number(), 4U);
  EXPECT_EQ(lines.Next(), "three");
  EXPECT_EQ(lines.number(), 7U);
  EXPECT_EQ(lines.Next(), std::nullopt);
  EXPECT_EQ(lines.Next(), std::nullopt);
}

TEST(LineReader, OfNothingIsAtItsEnd) { EXPECT_EQ(LineReader("").Next(), std::nullopt); }

}  // namespace
}  // namespace firth::eval
