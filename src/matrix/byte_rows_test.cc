#include "firth/byte_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace firth {
namespace {

TEST(ByteRows, ReadsFloatsWhereverTheyBegin) {
  const float numbers[] = {1.5F, -2, 0.25F, 3e10F};
  for (std::size_t shift = 0; shift < 4; ++shift) {
    const auto bytes = std::make_shared<std::string>(shift, 'x');
    bytes->append(reinterpret_cast<const char*>(numbers), sizeof(numbers));
    const ByteRows rows(bytes, bytes->data() + shift, 2, 2);
    float row[2];
    rows.CopyRow(RowId{1}, row);
    EXPECT_THAT(row, testing::ElementsAre(0.25F, 3e10F));
    EXPECT_THAT(rows.ToMatrix().Row(RowId{0}), testing::ElementsAre(1.5F, -2));
  }
}

}  // namespace
}  // namespace firth
