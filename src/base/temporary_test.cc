#include "base/temporary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::base {
namespace {

TEST(TemporaryFolder, IsGoneWithAllThatIsInIt) {
  std::string path;
  {
    const TemporaryFolder folder(testing::TempDir(), "temporary-");
    path = folder.path();
    EXPECT_THAT(path, testing::HasSubstr("temporary-"));
    std::ofstream(path + "/file") << "something";
    EXPECT_TRUE(std::filesystem::exists(path + "/file"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TemporaryFolder, NeedsAPlace) {
  EXPECT_THAT(base::MessageOfError([&] { TemporaryFolder("/no/such/place", "temporary-"); }),
              testing::HasSubstr("no folder can be made there"));
}

TEST(OpenNamelessFile, HasNoNameAndCanBeWritten) {
  const NamelessFile file = OpenNamelessFile(testing::TempDir(), "nameless-");
  EXPECT_FALSE(std::filesystem::exists(file.path));
  EXPECT_EQ(::write(file.descriptor, "ab", 2), 2);
  ::close(file.descriptor);
  EXPECT_THAT(base::MessageOfError([&] { OpenNamelessFile("/no/such/place", "nameless-"); }),
              testing::HasSubstr("cannot make a temporary file there: No such file"));
}

}  // namespace
}  // namespace firth::base
