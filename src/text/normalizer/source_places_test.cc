#include "text/normalizer/source_places.h"

#include <gtest/gtest.h>

#include <string>

namespace firth::text {
namespace {

TEST(SourcePlaces, AreTheSameInGoodText) {
  SourcePlaces places;
  TextWarnings warnings;
  const std::string line = "good";
  EXPECT_EQ(places.Repair(line, warnings).data(), line.data());
  EXPECT_EQ(places.Source({1, 4}), (TextRange{1, 4}));
  EXPECT_EQ(warnings.invalid_utf8_lines, 0U);
}

TEST(SourcePlaces, ShiftBehindEachRepair) {
  SourcePlaces places;
  TextWarnings warnings;
  // One bad byte, then the beginning of a letter of three bytes, cut off after two.
  EXPECT_EQ(places.Repair("a\xFF"
                          "b\xE6\x97"
                          "c",
                          warnings),
            "a\uFFFDb\uFFFDc");
  EXPECT_EQ(places.Source({0, 1}), (TextRange{0, 1}));
  EXPECT_EQ(places.Source({1, 4}), (TextRange{1, 2}));
  EXPECT_EQ(places.Source({4, 5}), (TextRange{2, 3}));
  EXPECT_EQ(places.Source({5, 8}), (TextRange{3, 5}));
  EXPECT_EQ(places.Source({8, 9}), (TextRange{5, 6}));
  EXPECT_EQ(warnings.invalid_utf8_lines, 1U);
}

TEST(SourcePlaces, ForgetTheLineBefore) {
  SourcePlaces places;
  TextWarnings warnings;
  places.Repair("\xFF\xFF\xFF", warnings);
  places.Repair("fine", warnings);
  EXPECT_EQ(places.Source({2, 4}), (TextRange{2, 4}));
}

}  // namespace
}  // namespace firth::text
