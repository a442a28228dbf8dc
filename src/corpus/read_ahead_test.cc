#include "corpus/read_ahead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::corpus {
namespace {

/// So many numbered blocks, and then perhaps an error.
class Numbered final : public BlockReader {
 public:
  Numbered(std::uint64_t blocks, bool fails) : blocks_(blocks), fails_(fails) {}

  std::optional<TextBlock> Next() override {
    if (next_ < blocks_) {
      auto text = std::make_shared<const std::string>(std::to_string(next_));
      return TextBlock{next_++, *text, text};
    }
    if (fails_) throw Error(ErrorKind::kFormat, "broken");
    return std::nullopt;
  }

 private:
  std::uint64_t blocks_;
  bool fails_;
  std::uint64_t next_ = 0;
};

TEST(ReadAhead, GivesAllBlocksInOrder) {
  for (const std::uint64_t blocks : {0U, 1U, 31U, 33U, 5000U}) {
    const auto reader = ReadAhead(std::make_unique<Numbered>(blocks, false));
    for (std::uint64_t i = 0; i < blocks; ++i) {
      const auto block = reader->Next();
      ASSERT_TRUE(block);
      ASSERT_EQ(block->number, i);
      ASSERT_EQ(block->text, std::to_string(i));
    }
    EXPECT_FALSE(reader->Next());
    EXPECT_FALSE(reader->Next());
  }
}

TEST(ReadAhead, AnErrorComesAfterTheBlocksBeforeIt) {
  const auto reader = ReadAhead(std::make_unique<Numbered>(3, true));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader->Next());
  EXPECT_THAT(base::MessageOfError([&] { reader->Next(); }), testing::HasSubstr("broken"));
}

TEST(ReadAhead, CanBeLeftEarly) {
  const auto reader = ReadAhead(std::make_unique<Numbered>(1'000'000, false));
  EXPECT_TRUE(reader->Next());
}

}  // namespace
}  // namespace firth::corpus
