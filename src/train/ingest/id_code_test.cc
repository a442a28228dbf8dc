#include "train/ingest/id_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace firth::train {
namespace {

std::vector<IdCode::Unit> Written(const IdCode& code, const std::vector<std::uint32_t>& ids) {
  std::vector<IdCode::Unit> units(ids.size() * IdCode::kMostUnits);
  IdCode::Unit* end = units.data();
  for (const std::uint32_t id : ids) end = code.Put(id, end);
  units.resize(static_cast<std::size_t>(end - units.data()));
  return units;
}

TEST(IdCode, GivesBackWhatItWrote) {
  base::SplitMix64 random(1);
  for (const std::uint64_t words :
       {std::uint64_t{1}, std::uint64_t{10'000}, std::uint64_t{65'534}, std::uint64_t{65'535},
        std::uint64_t{65'536}, std::uint64_t{65'537}, std::uint64_t{3'000'000},
        std::uint64_t{0x7FFF0000}, IdCode::kMaxWords}) {
    const IdCode code(words);
    std::vector<std::uint32_t> ids;
    for (const std::uint64_t near : {std::uint64_t{0}, std::uint64_t{code.direct()},
                                     std::uint64_t{65'535}, std::uint64_t{131'071}, words}) {
      for (std::uint64_t id = near - std::min<std::uint64_t>(near, 3); id < near + 3; ++id) {
        if (id < words) ids.push_back(static_cast<std::uint32_t>(id));
      }
    }
    for (int i = 0; i < 1000; ++i) ids.push_back(static_cast<std::uint32_t>(random() % words));
    std::vector<IdCode::Unit> units = Written(code, ids);
    units.push_back(IdCode::kEnd);
    std::vector<TokenId> got(units.size());
    const TokenId* end = code.Decode(units, got.data());
    ASSERT_NE(end, nullptr);
    got.resize(static_cast<std::size_t>(end - got.data()));
    ASSERT_EQ(got.back(), kSentenceEnd);
    got.pop_back();
    ASSERT_EQ(got.size(), ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(Index(got[i]), ids[i]) << words;
  }
}

TEST(IdCode, TwoBytesATokenForSixtyFiveThousandWords) {
  EXPECT_EQ(Written(IdCode(65'535), {0, 65'534}).size(), 2U);
  EXPECT_EQ(Written(IdCode(65'536), {65'532, 65'533, 65'535}).size(), 1U + 1 + 2);
}

TEST(IdCode, RefusesWhatNobodyWrote) {
  std::vector<TokenId> out(8);
  const auto decodes = [&](const IdCode& code, const std::vector<IdCode::Unit>& units) {
    return code.Decode(units, out.data()) != nullptr;
  };
  EXPECT_TRUE(decodes(IdCode(10), {9, IdCode::kEnd}));
  EXPECT_FALSE(decodes(IdCode(10), {10}));         // not below words
  EXPECT_FALSE(decodes(IdCode(10), {0xFFFE, 3}));  // small, yet written the long way
  EXPECT_TRUE(decodes(IdCode(70'000), {0xFFFD, 4'463}));
  EXPECT_FALSE(decodes(IdCode(70'000), {0xFFFD, 4'464}));
  EXPECT_FALSE(decodes(IdCode(70'000), {0xFFFD}));  // the second half is missing
  EXPECT_FALSE(decodes(IdCode(70'000), {0xFFFE, 3}));
}

/// Every pair of units is either refused or in range: no file can name a word that is not there.
TEST(IdCode, NeverLeavesTheVocabulary) {
  base::SplitMix64 random(2);
  for (const std::uint64_t words : {std::uint64_t{3}, std::uint64_t{66'000}, IdCode::kMaxWords}) {
    const IdCode code(words);
    for (int i = 0; i < 100'000; ++i) {
      const IdCode::Unit units[] = {static_cast<IdCode::Unit>(random()),
                                    static_cast<IdCode::Unit>(random())};
      code.ForEach(units,
                   [&](TokenId id) { ASSERT_TRUE(id == kSentenceEnd || Index(id) < words); });
    }
  }
}

}  // namespace
}  // namespace firth::train
