#include "formats/safetensors_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/little_endian.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::HasSubstr;

std::string File(const std::string& json, std::size_t data_bytes) {
  std::string bytes;
  base::AppendLittleEndian<std::uint64_t>(bytes, json.size());
  return bytes + json + std::string(data_bytes, '\0');
}

std::string Refusal(const std::string& bytes) {
  return MessageOf([&] { ParseSafetensorsHeader(FromBytes(bytes)); });
}

TEST(SafetensorsHeader, ReadsTensorsAndMetadata) {
  const std::string bytes =
      File(R"({"__metadata__":{"dim":"2"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
           R"("b":{"data_offsets":[8,9],"shape":[],"dtype":"U8"}}  )",
           9);
  const SafetensorsHeader header = ParseSafetensorsHeader(FromBytes(bytes));
  EXPECT_EQ(header.metadata.at("dim"), "2");
  EXPECT_EQ(header.tensors.at("a").shape, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(header.tensors.at("b").end, 9U);
  EXPECT_EQ(header.data_start, bytes.size() - 9);
}

TEST(SafetensorsHeader, DataStartsOn64Bytes) {
  SafetensorsHeader header;
  header.metadata["a"] = "\"quoted\" \xFF";
  header.tensors["x"] = {"U8", {3}, 0, 3};
  const std::string bytes = MakeSafetensorsHeader(header);
  EXPECT_EQ(bytes.size() % 64, 0U);
  const SafetensorsHeader back = ParseSafetensorsHeader(FromBytes(bytes + "abc"));
  EXPECT_EQ(back.metadata.at("a"), "\"quoted\" \xEF\xBF\xBD");
  EXPECT_EQ(back.data_start, bytes.size());
}

TEST(SafetensorsHeader, RefusesLies) {
  const auto tensor = [](const std::string& fields) {
    return File(R"({"a":{"dtype":"U8",)" + fields + "}}", 4);
  };
  EXPECT_EQ(Refusal(tensor(R"("shape":[4],"data_offsets":[0,4])")), "");
  EXPECT_THAT(Refusal(tensor(R"("shape":[5],"data_offsets":[0,5])")), HasSubstr("cut short"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[3],"data_offsets":[0,3])")), HasSubstr("too long"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[4],"data_offsets":[0,3])")), HasSubstr("do not give"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[3],"data_offsets":[1,4])")), HasSubstr("holes"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[0],"data_offsets":[4,0])")), HasSubstr("ends before"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[4294967296,4294967296,4],"data_offsets":[0,4])")),
              HasSubstr("type and shape"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[-4],"data_offsets":[0,4])")), HasSubstr("unexpected"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[99999999999999999999],"data_offsets":[0,4])")),
              HasSubstr("unexpected"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[4],"data_offsets":[0,4,4])")), HasSubstr("unexpected"));
  EXPECT_THAT(Refusal(tensor(R"("shape":[4])")), HasSubstr("lacks"));
}

TEST(SafetensorsHeader, RefusesKeysThatStandTwice) {
  const std::string a = R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  EXPECT_THAT(Refusal(File("{" + a + "," + a + "}", 0)), HasSubstr("'a' twice"));
  EXPECT_THAT(Refusal(File(R"({"__metadata__":{"k":"1","k":"2"}})", 0)), HasSubstr("'k' twice"));
  EXPECT_THAT(Refusal(File(R"({"a":{"dtype":"U8","dtype":"U8"}})", 0)), HasSubstr("twice"));
}

TEST(SafetensorsHeader, RefusesBrokenJson) {
  EXPECT_THAT(Refusal(""), HasSubstr("cut short"));
  EXPECT_THAT(Refusal(File("[]", 0)), HasSubstr("not a JSON object"));
  EXPECT_THAT(Refusal(File("{", 0)), HasSubstr("not JSON"));
  EXPECT_THAT(Refusal(File("{}{}", 0)), HasSubstr("not JSON"));
  EXPECT_THAT(Refusal(File("{\"\xFF\":1}", 0)), HasSubstr("not JSON"));
  EXPECT_THAT(Refusal(File(R"({"__metadata__":{"a":1}})", 0)), HasSubstr("unexpected"));
  EXPECT_THAT(Refusal(File(R"({"a":)" + std::string(5'000'000, '['), 0)), HasSubstr("unexpected"));
  EXPECT_THAT(Refusal(File(R"({"a":{"b":{"c":)", 0)), HasSubstr("unexpected"));
  std::string huge;
  base::AppendLittleEndian<std::uint64_t>(huge, std::uint64_t{1} << 60);
  EXPECT_THAT(Refusal(huge + "{}"), HasSubstr("longer than safetensors allows"));
  EXPECT_THAT(Refusal(File("{}", 0).replace(0, 1, "\x09")), HasSubstr("only 2 follow"));
}

}  // namespace
}  // namespace firth::formats
