#include "base/checksum.h"

#include <gtest/gtest.h>

#include <string>

namespace firth::base {
namespace {

TEST(Checksum, IsXxh3) {
  EXPECT_EQ(ChecksumOf(""), 0x2D06800538D394C2U);  // the reference implementation's own
}

TEST(Checksum, OfPiecesIsThatOfTheWhole) {
  const std::string text(10'000, 'x');
  Checksum pieces;
  EXPECT_EQ(pieces.Value(), ChecksumOf(""));
  for (std::size_t at = 0; at < text.size(); at += 77)
    pieces.Add(std::string_view(text).substr(at, 77));
  EXPECT_EQ(pieces.Value(), ChecksumOf(text));
}

TEST(Checksum, SeesOneChangedBit) {
  std::string text(1000, 'x');
  const std::uint64_t before = ChecksumOf(text);
  text[500] = static_cast<char>(text[500] ^ 1);
  EXPECT_NE(ChecksumOf(text), before);
}

}  // namespace
}  // namespace firth::base
