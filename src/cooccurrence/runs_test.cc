#include "cooccurrence/runs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/error_testing.h"
#include "base/short_files_testing.h"
#include "firth/error.h"

namespace firth::cooccurrence {
namespace {

TEST(Runs, AddUpCellByCell) {
  const auto file = std::make_shared<TempFile>(testing::TempDir());
  Runs runs(/*groups=*/2, file);
  std::string scratch;
  const std::uint64_t large = std::uint64_t{1} << 62;
  runs.Begin();
  runs.Put(0, {{0, 300}, {1, large}, {2, 2}}, scratch);
  runs.Put(1, {{7}, {5}, {0, 1}}, scratch);
  runs.Begin();
  runs.Put(1, {{6, 7}, {127, 128}, {0, 2}}, scratch);
  runs.Put(0, {{300, 70'000}, {large, 3}, {1, 2}}, scratch);

  RowSums sums(100'000);
  RowBlock out;
  runs.Count(0, sums, out);
  EXPECT_EQ(out.columns, (std::vector<std::uint32_t>{0, 300, 70'000}));
  EXPECT_EQ(out.sums, (std::vector<std::uint64_t>{1, 2 * large, 3}));
  EXPECT_EQ(out.ends, (std::vector<std::size_t>{2, 3}));
  runs.Count(1, sums, out);
  EXPECT_EQ(out.columns, (std::vector<std::uint32_t>{6, 7}));
  EXPECT_EQ(out.sums, (std::vector<std::uint64_t>{127, 133}));
  EXPECT_EQ(out.ends, (std::vector<std::size_t>{0, 2}));
}

TEST(TempFile, HasNoNameAndKeepsWhatIsWritten) {
  const std::string folder = testing::TempDir() + "temp_file_folder";
  std::filesystem::create_directories(folder);
  TempFile file(folder);
  EXPECT_TRUE(file.path().starts_with(folder));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  const std::string text = "abcdef";
  EXPECT_EQ(file.Append(std::as_bytes(std::span(text))), 0U);
  EXPECT_EQ(file.Append(std::as_bytes(std::span(text))), 6U);
  std::string read(4, '\0');
  file.Read(4, std::as_writable_bytes(std::span(read)));
  EXPECT_EQ(read, "efab");
  EXPECT_THAT(base::MessageOfError([&] { file.Read(9, std::as_writable_bytes(std::span(read))); }),
              testing::HasSubstr("the temporary file has become shorter"));
}

TEST(TempFile, AFailureOfTheSystemNamesFileAndFlag) {
  TempFile file(testing::TempDir());
  std::byte one{};
  EXPECT_THAT(base::MessageOfError([&] {
                file.Read(std::uint64_t{1} << 63, {&one, 1});
              }),
              testing::HasSubstr("cannot read the temporary file: Invalid argument"));
  const base::ShortFiles of_a_byte(1);
  file.Append({&one, 1});
  EXPECT_THAT(base::MessageOfError([&] {
                file.Append({&one, 1});
              }),
              testing::HasSubstr("cannot write the temporary file (--temp-dir names another "
                                 "folder): File too large"));
}

TEST(TempFile, NamesTheFolderThatIsNotThere) {
  try {
    TempFile file("/no/such/folder");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
    EXPECT_EQ(error.path(), "/no/such/folder");
  }
}

}  // namespace
}  // namespace firth::cooccurrence
