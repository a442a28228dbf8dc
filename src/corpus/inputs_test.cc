#include "corpus/inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error_testing.h"
#include "firth/corpus.h"
#include "firth/error.h"

namespace firth::corpus {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class ExpandInputsTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(top_);
    fs::create_directories(top_ + "/inner/.hidden");
    for (const char* name : {"/b.txt", "/a.txt", "/inner/c.txt", "/.dot", "/inner/.hidden/d"}) {
      std::ofstream(top_ + name) << "text";
    }
  }
  // Its own for each test, since tests may run side by side.
  const std::string top_ = testing::TempDir() + "expand_inputs_" +
                           testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(ExpandInputsTest, ADirectoryIsAllItsVisibleFilesInOrder) {
  EXPECT_THAT(ExpandInputs({top_}),
              ElementsAre(top_ + "/a.txt", top_ + "/b.txt", top_ + "/inner/c.txt"));
}

TEST_F(ExpandInputsTest, APatternIsWhatItMatches) {
  EXPECT_THAT(ExpandInputs({top_ + "/*.txt"}), ElementsAre(top_ + "/a.txt", top_ + "/b.txt"));
}

TEST_F(ExpandInputsTest, KeepsTheOrderGiven) {
  EXPECT_THAT(ExpandInputs({top_ + "/b.txt", "-", top_ + "/a.txt"}),
              ElementsAre(top_ + "/b.txt", "-", top_ + "/a.txt"));
}

TEST_F(ExpandInputsTest, NamesWhatIsNotThere) {
  EXPECT_THAT(base::MessageOfError([&] { ExpandInputs({top_ + "/missing"}); }),
              HasSubstr("missing: no such file or directory"));
  EXPECT_THAT(base::MessageOfError([&] { ExpandInputs({top_ + "/*.none"}); }),
              HasSubstr("*.none: no such file or directory"));
  EXPECT_THAT(base::MessageOfError([&] { ExpandInputs({}); }), HasSubstr("no corpus named"));
  EXPECT_THAT(base::MessageOfError([&] { ExpandInputs({top_ + "/" + std::string(300, 'a')}); }),
              HasSubstr("no such file or directory"));
  fs::create_directories(top_ + "/empty");
  EXPECT_THAT(base::MessageOfError([&] { ExpandInputs({top_ + "/empty"}); }),
              HasSubstr("empty: holds no files"));
}

TEST_F(ExpandInputsTest, ALoopOfLinksIsForTheReaderToRefuse) {
  fs::create_symlink(top_ + "/loop", top_ + "/loop");
  EXPECT_THAT(ExpandInputs({top_ + "/loop"}), ElementsAre(top_ + "/loop"));
  EXPECT_THAT(base::MessageOfError([&] { OpenCorpus({top_ + "/loop"})->Open()->Next(); }),
              HasSubstr("loop: cannot open: Too many levels of symbolic links"));
}

}  // namespace
}  // namespace firth::corpus
