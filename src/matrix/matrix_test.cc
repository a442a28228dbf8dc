#include "firth/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "base/error_testing.h"
#include "base/short_files_testing.h"
#include "firth/error.h"
#include "matrix/file_matrix.h"

namespace firth {
namespace {

TEST(Matrix, PadsRowsTo64Bytes) {
  const Matrix matrix(3, 100);
  EXPECT_EQ(matrix.stride(), 112U);
  for (std::uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(matrix.Row(RowId{i}).data()) % kRowAlignment, 0U);
  }
  EXPECT_EQ(BasicMatrix<double>(3, 100).stride(), 104U);
}

TEST(Matrix, StartsAtZero) {
  const Matrix matrix(2, 3);
  EXPECT_THAT(matrix.Row(RowId{1}), testing::ElementsAre(0, 0, 0));
}

TEST(Matrix, CopiesBetweenLayouts) {
  Matrix padded(2, 3);
  padded.MutableRow(RowId{1})[2] = 5;
  const Matrix dense = padded.Copy(RowLayout::kDense);
  EXPECT_EQ(dense.stride(), 3U);
  EXPECT_THAT(dense.Row(RowId{1}), testing::ElementsAre(0, 0, 5));
}

TEST(Matrix, BorrowsWithoutCopying) {
  auto storage = std::make_shared<std::vector<float>>(std::vector<float>{1, 2, 3, 4});
  const Matrix matrix = Matrix::Borrow(storage, storage->data(), 2, 2, 2);
  EXPECT_FALSE(matrix.writable());
  EXPECT_EQ(matrix.Row(RowId{1}).data(), storage->data() + 2);
}

TEST(Matrix, SharesItsStorage) {
  Matrix matrix(2, 3);
  const float* const data = matrix.view().data;
  const Matrix shared = matrix.Share();
  matrix = Matrix();
  EXPECT_EQ(shared.view().data, data);
  EXPECT_EQ(shared.Row(RowId{1})[2], 0);
  EXPECT_FALSE(shared.writable());
}

TEST(Matrix, RefusesWhatNoMachineHas) {
  EXPECT_THAT(base::MessageOfError([&] { Matrix(std::size_t{1} << 60, 1000); }),
              testing::HasSubstr("no memory for a matrix of"));
  EXPECT_THAT(base::MessageOfError([&] { Matrix(std::size_t{1} << 42, 1000); }),
              testing::HasSubstr("no memory for a matrix of"));
}

TEST(Matrix, MayBeEmpty) { EXPECT_EQ(Matrix(0, 5).Copy(RowLayout::kDense).rows(), 0U); }

TEST(FileMatrix, SaysWhereItHasNoRoom) {
  EXPECT_THAT(base::MessageOfError([] { matrix::FileMatrix(2, 3, "/no/such/place"); }),
              testing::HasSubstr("/no/such/place: cannot make a temporary file there: No such"));
  const std::string folder = testing::TempDir();
  const base::ShortFiles of_23_bytes(23);
  EXPECT_THAT(base::MessageOfError([&] { matrix::FileMatrix(2, 3, folder); }),
              testing::AllOf(testing::StartsWith(folder),
                             testing::HasSubstr("cannot write: File too large")));
  EXPECT_EQ(matrix::FileMatrix(1, 5, folder).columns(), 5U);
}

}  // namespace
}  // namespace firth
