#include "base/mapped_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::base {
namespace {

TEST(MappedFile, ShowsTheBytes) {
  const std::string path = testing::TempDir() + "mapped.txt";
  std::ofstream(path) << "king\nqueen\n";
  EXPECT_EQ(MappedFile::Open(path)->text(), "king\nqueen\n");
}

TEST(MappedFile, AnEmptyFileIsEmptyText) {
  const std::string path = testing::TempDir() + "empty.txt";
  std::ofstream(path).flush();
  EXPECT_EQ(MappedFile::Open(path)->text(), "");
}

TEST(MappedFile, NamesWhatIsMissing) {
  try {
    MappedFile::Open("/nowhere/at/all");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
    EXPECT_STREQ(error.what(), "/nowhere/at/all: cannot open: No such file or directory");
  }
}

TEST(MappedFile, RefusesADirectory) {
  EXPECT_THAT(base::MessageOfError([&] { MappedFile::Open(testing::TempDir()); }),
              testing::HasSubstr("is a directory, not a file"));
}

TEST(MappedFile, IsFoundByAddressWhileItLives) {
  const std::string path = testing::TempDir() + "mapped_at";
  std::ofstream(path) << "some bytes";
  const std::byte* inside = nullptr;
  {
    const auto file = MappedFile::Open(path);
    inside = file->data() + 9;
    EXPECT_EQ(MappedPathAt(inside), path);
    EXPECT_EQ(MappedPathAt(inside + 1), nullptr);
    const auto twin = MappedFile::Open(path);
    EXPECT_EQ(MappedPathAt(twin->data()), path);
  }
  EXPECT_EQ(MappedPathAt(inside), nullptr);
}

TEST(MappedFile, RefusesWhatIsNoFile) {
  EXPECT_THAT(base::MessageOfError([&] { MappedFile::Open("/dev/null"); }),
              testing::HasSubstr("is not a regular file"));
}

TEST(MappedFile, WhatIsForgottenComesFromTheFileAgain) {
  const std::string path = testing::TempDir() + "mapped_forgotten";
  const std::string text(300'000, 'x');
  std::ofstream(path) << text;
  const auto file = MappedFile::Open(path);
  EXPECT_EQ(file->text(), text);
  ForgetMapped(file->data() + 100, file->size() - 200);
  EXPECT_EQ(file->text(), text);
}

TEST(MappedFile, OtherMemoryIsNotForgotten) {
  std::string text(300'000, 'x');
  ForgetMapped(text.data(), text.size());
  EXPECT_EQ(text, std::string(300'000, 'x'));
}

}  // namespace
}  // namespace firth::base
