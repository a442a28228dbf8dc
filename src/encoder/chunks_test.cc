#include "encoder/chunks.h"

#include <gtest/gtest.h>

#include <vector>

namespace firth::encoder {
namespace {

/// [CLS] 1, then pieces 10, 11, ..., then [SEP] 2; each piece stands at its own place.
Encoding TextOf(std::size_t pieces) {
  Encoding text;
  text.ids.push_back(PieceId{1});
  text.ranges.push_back({0, 0});
  for (std::size_t i = 0; i < pieces; ++i) {
    text.ids.push_back(PieceId{static_cast<std::uint32_t>(10 + i)});
    text.ranges.push_back({i, i + 1});
  }
  text.ids.push_back(PieceId{2});
  text.ranges.push_back({0, 0});
  return text;
}

std::vector<std::uint32_t> Ids(const Encoding& encoding) {
  std::vector<std::uint32_t> ids;
  for (const PieceId id : encoding.ids) ids.push_back(static_cast<std::uint32_t>(id));
  return ids;
}

TEST(CutIntoChunks, SharesPiecesAndLosesNone) {
  const Chunks chunks = CutIntoChunks({TextOf(4), TextOf(7), TextOf(0)}, 6, 1);
  EXPECT_EQ(chunks.begins, (std::vector<std::size_t>{0, 1, 3, 4}));
  EXPECT_EQ(Ids(chunks.encodings[0]), (std::vector<std::uint32_t>{1, 10, 11, 12, 13, 2}));
  EXPECT_EQ(Ids(chunks.encodings[1]), (std::vector<std::uint32_t>{1, 10, 11, 12, 13, 2}));
  EXPECT_EQ(Ids(chunks.encodings[2]), (std::vector<std::uint32_t>{1, 13, 14, 15, 16, 2}));
  EXPECT_EQ(Ids(chunks.encodings[3]), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(chunks.encodings[2].ranges[1].begin, 3U);
}

TEST(CutIntoChunks, LastChunkMayBeShorter) {
  const Chunks chunks = CutIntoChunks({TextOf(9)}, 6, 0);
  ASSERT_EQ(chunks.encodings.size(), 3U);
  EXPECT_EQ(Ids(chunks.encodings[2]), (std::vector<std::uint32_t>{1, 18, 2}));
}

TEST(MeanOfChunks, CountsPieces) {
  const Chunks chunks = CutIntoChunks({TextOf(1), TextOf(5)}, 6, 0);
  Matrix vectors(3, 2, RowLayout::kDense);
  for (std::uint32_t i = 0; i < 3; ++i) {
    vectors.MutableRow(RowId{i})[0] = static_cast<float>(i);
    vectors.MutableRow(RowId{i})[1] = 1.0F;
  }
  const Matrix means = MeanOfChunks(std::move(vectors), chunks);
  ASSERT_EQ(means.rows(), 2U);
  EXPECT_EQ(means.Row(RowId{0})[0], 0.0F);
  // Chunks of 6 and 3 pieces: (6 * 1 + 3 * 2) / 9.
  EXPECT_FLOAT_EQ(means.Row(RowId{1})[0], 12.0F / 9.0F);
  EXPECT_FLOAT_EQ(means.Row(RowId{1})[1], 1.0F);
}

}  // namespace
}  // namespace firth::encoder
