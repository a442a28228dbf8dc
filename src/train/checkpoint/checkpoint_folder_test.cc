#include "train/checkpoint/checkpoint_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "firth/error.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

TrainedModel Model() {
  TrainedModel model;
  model.vocabulary.Add("a", Count{3});
  model.input = Matrix(1, 4);
  model.output = Matrix(1, 4);
  return model;
}

void Damage(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(-20, std::ios::end);
  file.put('#');
}

TEST(CheckpointFolder, KeepsTheLastTwo) {
  CheckpointFolder folder(EmptyFolder());
  EXPECT_TRUE(folder.empty());
  for (std::uint64_t block = 1; block < 5; ++block) folder.Save(Model(), {}, {.block = block});
  const auto files = CheckpointFolder::Files(folder.path());
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0], folder.last_good());
  EXPECT_EQ(folder.Newest({})->state.block, 4U);
  EXPECT_EQ(ReadCheckpoint(files[1]).state.block, 3U);
}

TEST(CheckpointFolder, TakesTheOneBeforeADamagedOne) {
  const std::string path = EmptyFolder();
  CheckpointFolder folder(path);
  folder.Save(Model(), {}, {.block = 9});
  folder.Save(Model(), {}, {.epoch = 1, .block = 2});
  Damage(folder.last_good());
  std::string warned;
  TrainObserver observer;
  observer.warning = [&](std::string_view text) { warned = text; };
  EXPECT_EQ(folder.Newest(observer)->state.block, 9U);
  EXPECT_THAT(warned, HasSubstr("checksum"));
  // The damaged one goes with the next that is written, the good one stays.
  folder.Save(Model(), {}, {.epoch = 1, .block = 1});
  EXPECT_EQ(CheckpointFolder::Files(path).size(), 2U);
  EXPECT_EQ(folder.Newest({})->state.block, 1U);
}

TEST(CheckpointFolder, DoesNotStartAfreshOverDamagedOnes) {
  CheckpointFolder folder(EmptyFolder());
  Damage(folder.Save(Model(), {}, {}));
  try {
    folder.Newest({});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no checkpoint that is whole"));
  }
}

TEST(CheckpointFolder, RemovesWhatAKilledRunLeft) {
  const std::string path = EmptyFolder();
  std::filesystem::create_directories(path);
  const std::string left = path + "/checkpoint-0000000-000000000001.safetensors.aB3dEf";
  std::ofstream(left) << "half";
  std::ofstream(path + "/mine.txt") << "mine";
  const CheckpointFolder folder(path);
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(std::filesystem::exists(path + "/mine.txt"));
}

TEST(CheckpointFolder, IsForOneRunAtATime) {
  const std::string path = EmptyFolder();
  {
    const CheckpointFolder first(path);
    EXPECT_THAT(base::MessageOfError([&] { CheckpointFolder second(path); }),
                HasSubstr("another training run saves its checkpoints here; name another folder"));
  }
  const CheckpointFolder third(path);
}

TEST(CheckpointFolder, RefusesAPlaceThatIsNoFolder) {
  const std::string path = EmptyFolder();
  std::ofstream(path) << "a file";
  EXPECT_THAT(base::MessageOfError([&] { CheckpointFolder folder(path); }),
              HasSubstr("cannot make this folder: "));
  EXPECT_THAT(base::MessageOfError([&] { CheckpointFolder folder("/proc/firth"); }),
              HasSubstr("/proc/firth: cannot make this folder: "));
}

}  // namespace
}  // namespace firth::train
