#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/temporary.h"

/// Of every test program. Tests run side by side, each in a process of its own, so TempDir() is a
/// folder that no other process has: two tests may write a file of one name.
int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  const firth::base::TemporaryFolder folder(firth::base::TemporaryPlace(), "firth-test-");
  setenv("TEST_TMPDIR", folder.path().c_str(), /*overwrite=*/1);
  return RUN_ALL_TESTS();
}
