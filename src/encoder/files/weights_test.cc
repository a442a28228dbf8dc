#include "encoder/files/weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "base/error_testing.h"
#include "encoder/encoder_testing.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

using testing::HasSubstr;

std::string FileWith(const std::string& dtype, const std::vector<std::uint16_t>& halves) {
  formats::SafetensorsHeader header;
  header.tensors["x"] = {
      .dtype = dtype, .shape = {halves.size()}, .begin = 0, .end = halves.size() * 2};
  const std::string path = testing::TempDir() + "weights_" + dtype + ".safetensors";
  WriteFile(path, formats::MakeSafetensorsHeader(header) +
                      std::string(reinterpret_cast<const char*>(halves.data()), halves.size() * 2));
  return path;
}

TEST(Weights, HalfPrecisionBecomesFloat) {
  Weights weights(FileWith("F16", {0x3C00, 0xC000, 0x0001, 0x7C00, 0x3555}));
  const float* const numbers = weights.Get("x", {5});
  EXPECT_EQ(numbers[0], 1.0F);
  EXPECT_EQ(numbers[1], -2.0F);
  EXPECT_EQ(numbers[2], 5.9604645e-08F);
  EXPECT_EQ(numbers[3], INFINITY);
  EXPECT_EQ(numbers[4], 0.33325195F);
}

TEST(Weights, Bfloat16BecomesFloat) {
  Weights weights(FileWith("BF16", {0x3F80, 0xC040}));
  EXPECT_EQ(weights.Get("x", {2})[1], -3.0F);
}

TEST(Weights, OtherTypesShapesAndNamesAreRefused) {
  Weights weights(FileWith("I16", {1, 2}));
  EXPECT_THAT(base::MessageOfError([&] { weights.Get("x", {2}); }),
              HasSubstr("the tensor x is of type I16; F32, F16 and BF16 can be used"));
  EXPECT_THAT(base::MessageOfError([&] { weights.Get("x", {1}); }),
              HasSubstr("the tensor x has the shape [2], but the other files ask for [1]"));
  EXPECT_THAT(base::MessageOfError([&] { weights.Get("y", {2}); }),
              HasSubstr("lacks the tensor y"));
  EXPECT_THAT(base::MessageOfError([&] { weights.FindPrefix("z"); }),
              HasSubstr("holds no tensor z: these are no weights of a BERT"));
}

}  // namespace
}  // namespace firth::encoder
