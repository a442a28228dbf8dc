/// What the tests of formats share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// Bytes as a reader takes them, without a file.
inline Source FromBytes(std::string_view bytes) { return {bytes, "file", nullptr}; }

inline std::string TemporaryPath(const std::string& name) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return testing::TempDir() + test->test_suite_name() + "_" + test->name() + "_" + name;
}

inline std::string WriteFile(const std::string& name, std::string_view bytes) {
  const std::string path = TemporaryPath(name);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

inline std::string Slurp(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// The message of the Error that `action` throws; "" when it throws none.
template <class Action>
std::string MessageOf(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

inline WordVectors MakeVectors(const std::vector<std::string>& words,
                               const std::vector<std::vector<float>>& rows) {
  Vocabulary vocabulary;
  Matrix matrix(rows.size(), rows.empty() ? 1 : rows[0].size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    vocabulary.Add(words[i]);
    std::ranges::copy(rows[i], matrix.MutableRow(RowId{static_cast<std::uint32_t>(i)}).begin());
  }
  return {std::move(vocabulary), std::move(matrix)};
}

/// Words and numbers, bit by bit.
inline void ExpectSame(const WordVectors& got, const WordVectors& expected) {
  ASSERT_EQ(got.size(), expected.size());
  ASSERT_EQ(got.dim(), expected.dim());
  for (std::size_t i = 0; i < got.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    EXPECT_EQ(got.vocabulary().Word(id), expected.vocabulary().Word(id));
    const auto a = got.matrix().Row(RowOf(id));
    const auto b = expected.matrix().Row(RowOf(id));
    EXPECT_TRUE(std::ranges::equal(a, b)) << "row " << i;
  }
}

/// The directory of shared test data; "" when there is none, which is an error in CI.
inline std::string DataDirectory() {
  const char* directory = std::getenv("FIRTH_DATA");
  if (directory != nullptr) return directory;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string_view(ci) == "true") ADD_FAILURE() << "set FIRTH_DATA";
  return "";
}

#define FIRTH_NEEDS_DATA(directory)              \
  const std::string directory = DataDirectory(); \
  if (directory.empty()) GTEST_SKIP() << "set FIRTH_DATA"

}  // namespace firth::formats
