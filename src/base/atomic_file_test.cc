#include "base/atomic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error_testing.h"
#include "base/short_files_testing.h"
#include "firth/error.h"

namespace firth::base {
namespace {

namespace fs = std::filesystem;

std::string Slurp(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

class AtomicFileTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(directory_); }
  void TearDown() override { fs::remove_all(directory_); }
  std::size_t Entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory_), fs::directory_iterator()));
  }

  // Its own for each test, since tests may run side by side.
  const std::string directory_ = testing::TempDir() + "atomic_file_" +
                                 testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::string path_ = directory_ + "/out.bin";
};

TEST_F(AtomicFileTest, AppearsOnCommit) {
  AtomicFile file(path_);
  file.Write("half ");
  EXPECT_FALSE(fs::exists(path_));
  file.Write("whole");
  file.Commit();
  EXPECT_EQ(Slurp(path_), "half whole");
  EXPECT_EQ(Entries(), 1U);
}

TEST_F(AtomicFileTest, LeavesTheOldFileWithoutCommit) {
  std::ofstream(path_) << "old";
  {
    AtomicFile file(path_);
    file.Write("new");
  }
  EXPECT_EQ(Slurp(path_), "old");
  EXPECT_EQ(Entries(), 1U);
}

TEST_F(AtomicFileTest, WritesPastItsBuffer) {
  const std::string large(3'000'001, 'x');
  AtomicFile file(path_);
  file.Write("a");
  file.Write(large);
  file.Commit();
  EXPECT_EQ(Slurp(path_), "a" + large);
}

TEST_F(AtomicFileTest, FollowsASymbolicLink) {
  const std::string link = directory_ + "/link";
  fs::create_symlink("out.bin", link);
  AtomicFile file(link);
  file.Write("through");
  file.Commit();
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(Slurp(path_), "through");
}

TEST_F(AtomicFileTest, KeepsPermissionsOfWhatItReplaces) {
  std::ofstream(path_) << "old";
  ::chmod(path_.c_str(), 0640);
  AtomicFile file(path_);
  file.Commit();
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms(0640));
}

TEST_F(AtomicFileTest, SaysWhatIsUnwritable) {
  try {
    AtomicFile file(directory_ + "/no/such/place");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/no/such/place: cannot write"));
  }
  EXPECT_THAT(base::MessageOfError([&] { AtomicFile{directory_}; }),
              testing::HasSubstr("cannot write: is a directory"));
}

TEST_F(AtomicFileTest, SaysThatTheDiskIsFull) {
  AtomicFile file("/dev/full");
  try {
    file.Write("x");
    file.Commit();
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "/dev/full: cannot write: No space left on device");
  }
}

TEST_F(AtomicFileTest, SaysThatAFileMayNotBeSoLong) {
  const ShortFiles of_nine_bytes(9);
  AtomicFile file(path_);
  file.Write("0123456789");
  EXPECT_EQ(MessageOfError([&] { file.Commit(); }), path_ + ": cannot write: File too large");
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(AtomicFileTest, RefusesALoopOfLinks) {
  fs::create_symlink(directory_ + "/b", directory_ + "/a");
  fs::create_symlink(directory_ + "/a", directory_ + "/b");
  EXPECT_THAT(MessageOfError([&] { AtomicFile file(directory_ + "/a"); }),
              testing::HasSubstr("too many symbolic links"));
}

TEST_F(AtomicFileTest, RefusesANameThatIsTooLong) {
  EXPECT_THAT(MessageOfError([&] { AtomicFile file(directory_ + "/" + std::string(300, 'a')); }),
              testing::HasSubstr("cannot write: File name too long"));
}

TEST_F(AtomicFileTest, SaysThatTheNameWasTakenMeanwhile) {
  AtomicFile file(path_);
  file.Write("x");
  fs::create_directory(path_);
  EXPECT_THAT(MessageOfError([&] { file.Commit(); }), testing::HasSubstr("cannot write"));
}

TEST_F(AtomicFileTest, CheckWritableLeavesNothingBehind) {
  CheckWritable(path_);
  EXPECT_EQ(Entries(), 0U);
}

}  // namespace
}  // namespace firth::base
