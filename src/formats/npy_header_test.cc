#include "formats/npy_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/little_endian.h"
#include "formats/npy_dictionary.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A file of version 1 with this dictionary and so many bytes of data.
std::string File(const std::string& dictionary, std::size_t data = 24) {
  std::string bytes(kNpyMagic);
  bytes += {'\x01', '\x00'};
  base::AppendLittleEndian(bytes, static_cast<std::uint16_t>(dictionary.size()));
  return bytes + dictionary + std::string(data, '\0');
}
std::string Dictionary(const std::string& descr, const std::string& order,
                       const std::string& shape) {
  return "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}
std::string Refusal(const std::string& bytes) {
  return MessageOf([&] { ParseNpyHeader(FromBytes(bytes)); });
}
std::string RefusedShape(const std::string& shape, std::size_t data = 24) {
  return Refusal(File(Dictionary("'<f4'", "False", shape), data));
}

TEST(NpyHeader, ReadsEveryVersion) {
  const std::string first = File(Dictionary("'<f4'", "False", "(2, 3)"));
  const NpyHeader header = ParseNpyHeader(FromBytes(first));
  EXPECT_EQ(header.rows, 2U);
  EXPECT_EQ(header.columns, 3U);
  EXPECT_EQ(header.data_start, first.size() - 24);
  std::string second = first;
  second[6] = '\x02';
  second.insert(10, 2, '\0');
  EXPECT_EQ(ParseNpyHeader(FromBytes(second)).data_start, first.size() - 22);
}

TEST(NpyHeader, ReadsEveryHabitOfSpelling) {
  for (const char* text : {"{'descr':'<f4','fortran_order':False,'shape':(2,3)}",
                           " { \"shape\" : ( 2 , 3 , ) , \"fortran_order\" : False,\n"
                           "\"descr\" : \"<f4\" , } \n"}) {
    EXPECT_EQ(ParseNpyHeader(FromBytes(File(text))).columns, 3U) << text;
  }
}

TEST(NpyHeader, WritesWhatItReads) {
  for (const std::uint64_t rows : {0U, 1U, 123456U}) {
    const std::string header = MakeNpyHeader(rows, 3);
    EXPECT_EQ(header.size() % 64, 0U);
    EXPECT_EQ(header.back(), '\n');
    const std::string bytes = header + std::string(rows * 12, '\0');
    EXPECT_EQ(ParseNpyHeader(FromBytes(bytes)).rows, rows);
    EXPECT_EQ(ParseNpyHeader(FromBytes(bytes)).data_start, header.size());
  }
}

TEST(NpyHeader, RefusesOtherArrays) {
  EXPECT_THAT(Refusal(File(Dictionary("'<f8'", "False", "(1, 3)"))), HasSubstr("astype('<f4')"));
  EXPECT_THAT(Refusal(File(Dictionary("'>f4'", "False", "(2, 3)"))), HasSubstr("type '>f4'"));
  EXPECT_THAT(Refusal(File(Dictionary("'|O'", "False", "(2, 3)"))), HasSubstr("Python objects"));
  EXPECT_THAT(Refusal(File(Dictionary("[('a', [('b', '<f4')])]", "False", "(6,)"))),
              HasSubstr("an array of records"));
  EXPECT_THAT(Refusal(File(Dictionary("'<f4'", "True", "(2, 3)"))), HasSubstr("Fortran order"));
}

TEST(NpyHeader, RefusesShapesThatLie) {
  EXPECT_THAT(RefusedShape("()"), HasSubstr("the shape (): vectors are a matrix"));
  EXPECT_THAT(RefusedShape("(6,)"), HasSubstr("the shape (6)"));
  EXPECT_THAT(RefusedShape("(1, 2, 3)"), HasSubstr("the shape (1, 2, 3)"));
  EXPECT_THAT(RefusedShape("(3, 3)"), HasSubstr("but 24 bytes follow"));
  EXPECT_THAT(RefusedShape("(2, 3)", 25), HasSubstr("but 25 bytes follow"));
  EXPECT_THAT(RefusedShape("(6, 0)", 0), HasSubstr("cannot be used"));
  EXPECT_THAT(RefusedShape("(4611686018427387904, 4)", 0), HasSubstr("cannot be used"));
  EXPECT_THAT(RefusedShape("(0, 99999999999999999999)", 0), HasSubstr("cannot be used"));
  EXPECT_THAT(RefusedShape("(-2, 3)"), HasSubstr("NumPy would not have written"));
}

TEST(NpyHeader, RefusesWhatIsCutShort) {
  const std::string whole = File(Dictionary("'<f4'", "False", "(2, 3)"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(Refusal(whole.substr(0, size)), "") << size;
  }
  std::string version = whole;
  version[6] = '\x04';
  EXPECT_THAT(Refusal(version), HasSubstr("version 1, 2 or 3"));
}

TEST(NpyDictionary, RefusesOtherText) {
  for (const char* text : {"", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4", "not one",
                           "{'descr': [, 'fortran_order': False, 'shape': (1, 2)}",
                           "{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 2)}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': [1, 2]}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)} x",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), 'more': 1}",
                           "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False}"}) {
    EXPECT_FALSE(ParseNpyDictionary(text)) << text;
  }
  EXPECT_THAT(ParseNpyDictionary("{'shape': (), 'descr': '', 'fortran_order': True}")->shape,
              ElementsAre());
}

}  // namespace
}  // namespace firth::formats
