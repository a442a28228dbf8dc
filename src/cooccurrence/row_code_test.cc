#include "cooccurrence/row_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/error_testing.h"

namespace firth::cooccurrence {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string TextOf(const RowBlock& rows) {
  std::string text;
  AppendRows(rows, text);
  return text;
}

/// What adding up says, of matrices of ten words.
std::string Refusal(const std::vector<std::string_view>& texts) {
  RowSums sums(10);
  RowBlock out;
  return base::MessageOfError([&] { AddUpRows(texts, sums, out); });
}

constexpr const char* kChanged = "counts of pairs on their way were cut short or changed";

TEST(RowCode, TextsOfTheSameRowsAddUp) {
  const std::string one = TextOf({.columns = {2, 9, 0}, .sums = {5, 300, 7}, .ends = {2, 3}});
  const std::string other = TextOf({.columns = {9}, .sums = {1ULL << 40}, .ends = {0, 1}});
  RowSums sums(10);
  RowBlock out;
  AddUpRows(std::vector<std::string_view>{one, other}, sums, out);
  EXPECT_THAT(out.columns, ElementsAre(2, 9, 0, 9));
  EXPECT_THAT(out.sums, ElementsAre(5, 300, 7, 1ULL << 40));
  EXPECT_THAT(out.ends, ElementsAre(2, 4));
}

TEST(RowCode, ATextThatIsCutIsRefused) {
  const std::string whole = TextOf({.columns = {2, 9}, .sums = {5, 300}, .ends = {2}});
  EXPECT_EQ(Refusal({whole}), "");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_THAT(Refusal({std::string_view(whole).substr(0, size)}), HasSubstr(kChanged)) << size;
  }
}

TEST(RowCode, TextsOfUnequalRowsAreRefused) {
  const std::string one = TextOf({.columns = {2}, .sums = {5}, .ends = {1}});
  const std::string two = TextOf({.columns = {2, 3}, .sums = {5, 6}, .ends = {1, 2}});
  EXPECT_THAT(Refusal({one, two}), HasSubstr(kChanged));
}

TEST(RowCode, NumbersThatCannotBeAreRefused) {
  EXPECT_THAT(Refusal({TextOf({.columns = {10}, .sums = {1}, .ends = {1}})}), HasSubstr(kChanged));
  EXPECT_THAT(Refusal({TextOf({.columns = {3}, .sums = {0}, .ends = {1}})}), HasSubstr(kChanged));
  EXPECT_THAT(Refusal({std::string(11, '\xFF')}), HasSubstr(kChanged)) << "longer than 64 bits";
}

}  // namespace
}  // namespace firth::cooccurrence
