#include "firth/cpu_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firth/error.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

TEST(CpuTarget, NamesRoundTrip) {
  for (const CpuTarget target : AvailableCpuTargets()) {
    EXPECT_EQ(CpuTargetFromName(CpuTargetName(target)), target);
    EXPECT_EQ(kernels::KernelsFor<float>(target).target, target);
  }
  EXPECT_EQ(CpuTargetFromName("best"), CpuTarget::kBest);
}

TEST(CpuTarget, ScalarIsAlwaysThereAndLast) {
  EXPECT_EQ(AvailableCpuTargets().back(), CpuTarget::kScalar);
}

TEST(CpuTarget, BestIsTheFirstAvailable) {
  EXPECT_EQ(kernels::KernelsFor<float>(CpuTarget::kBest).target, AvailableCpuTargets().front());
}

TEST(CpuTarget, SaysWhatIsThere) {
  try {
    CpuTargetFromName("abacus");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("scalar"));
  }
}

}  // namespace
}  // namespace firth
