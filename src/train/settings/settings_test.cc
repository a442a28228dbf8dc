#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/train.h"

namespace firth {
namespace {

const SettingSpec& Spec(std::string_view name) {
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (spec.name == name) return spec;
  }
  throw std::logic_error("no such setting");
}

TEST(SettingSpecs, EveryDefaultReadsBack) {
  std::set<std::string_view> names;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    TrainSettings settings;
    const std::string text = spec.get(settings);
    spec.set(settings, text);
    EXPECT_EQ(spec.get(settings), text) << spec.name;
  }
}

TEST(SettingSpecs, ReadsSizes) {
  TrainSettings settings;
  const auto bytes = [&](const char* text) {
    Spec("memory-limit").set(settings, text);
    return settings.memory_limit;
  };
  EXPECT_EQ(bytes("1234"), 1234U);
  EXPECT_EQ(bytes("2G"), 2'000'000'000U);
  EXPECT_EQ(bytes("1.5GiB"), 1'610'612'736U);
  EXPECT_EQ(bytes("512MB"), 512'000'000U);
  EXPECT_THROW(bytes("-1G"), Error);
  EXPECT_THROW(bytes("much"), Error);
}

TEST(SettingSpecs, RefusesWhatIsNoValue) {
  TrainSettings settings;
  for (const auto& [name, text] : {std::pair{"dim", "-5"},
                                   {"dim", "ten"},
                                   {"dim", "5.5"},
                                   {"lr", "nan"},
                                   {"lr", "0.1x"},
                                   {"window-mode", "wide"},
                                   {"cpu-target", "abacus"},
                                   {"tokenizer", "letters"},
                                   {"punctuation", "some"},
                                   {"checkpoint-every", "0s"},
                                   {"checkpoint-every", "9999999999m"},
                                   {"checkpoint-every", "soon"},
                                   {"rank-silence", "3blocks"},
                                   {"lowercase", "maybe"}}) {
    EXPECT_THROW(Spec(name).set(settings, text), Error) << name << " " << text;
  }
}

TEST(Validate, NamesTheSettingAndItsRange) {
  TrainSettings settings;
  Validate(settings);
  settings.model.dim = 0;
  try {
    Validate(settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "--dim is 0, but must be from 1 to 65536");
  }
}

TEST(Validate, NamesWhatDoesNotGoTogether) {
  const auto message = [](const std::vector<std::pair<const char*, const char*>>& given) {
    TrainSettings settings;
    for (const auto& [name, text] : given) Spec(name).set(settings, text);
    return base::MessageOfError([&] { Validate(settings); });
  };
  using testing::HasSubstr;
  EXPECT_THAT(message({{"patience", "2"}}), HasSubstr("--patience needs --valid"));
  EXPECT_THAT(message({{"lanes", "3"}}), HasSubstr("a power of two"));
  EXPECT_THAT(message({{"init", "v.bin"}, {"read-vocab", "words"}}), HasSubstr("--read-vocab"));
  EXPECT_THAT(message({{"cache-file", "-"}}), HasSubstr("cannot be standard output"));
}

TEST(ApplySetting, RefusesWhatIsOfAnotherModel) {
  TrainSettings settings;
  settings.model.context = ContextKind::kGlove;
  EXPECT_THAT(base::MessageOfError([&] { ApplySetting(Spec("negative"), settings, "5"); }),
              testing::HasSubstr("means nothing to glove"));
}

TEST(Validate, BoundsTheWindowsThatShareNegatives) {
  for (const auto& [text, good] :
       {std::pair{"0", false}, {"1", true}, {"1000", true}, {"1001", false}}) {
    TrainSettings settings;
    Spec("share-negatives").set(settings, text);
    EXPECT_EQ(Spec("share-negatives").get(settings), text);
    if (good) {
      Validate(settings);
    } else {
      EXPECT_THROW(Validate(settings), Error) << text;
    }
  }
  EXPECT_FALSE(Concerns(Spec("share-negatives"), ContextKind::kGlove));
}

TEST(Validate, RefusesToDropPunctuationThatIsNotSplitOff) {
  TrainSettings settings;
  Spec("punctuation").set(settings, "drop");
  EXPECT_THROW(Validate(settings), Error);
  Spec("tokenizer").set(settings, "words");
  Validate(settings);
}

TEST(Validate, SaysWhatNarrowRowsAreFor) {
  const auto message = [](ContextKind context, const char* name, const char* value) {
    TrainSettings settings;
    settings.model.context = context;
    Spec("storage").set(settings, "bf16");
    EXPECT_EQ(Spec("storage").get(settings), "bf16");
    Validate(settings);
    Spec(name).set(settings, value);
    return base::MessageOfError([&] { Validate(settings); });
  };
  const auto says = [](const char* what) { return testing::HasSubstr(what); };
  EXPECT_THAT(message(ContextKind::kSkipgram, "loss", "hs"), says("give this, or --storage float"));
  EXPECT_THAT(message(ContextKind::kCbow, "loss", "softmax"), says("--loss ns"));
  EXPECT_THAT(message(ContextKind::kSkipgram, "maxn", "6"), says("--maxn 0"));
  EXPECT_THAT(message(ContextKind::kCbow, "cbow-combine", "concat"), says("mean and sum"));
  EXPECT_THAT(message(ContextKind::kCbow, "deterministic", "true"), says("leave it out"));
  EXPECT_EQ(message(ContextKind::kCbow, "share-negatives", "4"), "");
  EXPECT_FALSE(Concerns(Spec("storage"), ContextKind::kGlove));
  TrainSettings pairs;
  pairs.model.context = ContextKind::kGlove;
  pairs.storage = RowStorage::kBf16;
  EXPECT_THAT(base::MessageOfError([&] { Validate(pairs); }), says("is for skipgram and cbow"));
}

TEST(LearningRate, FallsEvenlyForHierarchicalSoftmaxUnlessGiven) {
  TrainSettings settings;
  EXPECT_EQ(settings.Decay(), LrDecay::kSqrt);
  settings.model.objective = Objective::kHierarchicalSoftmax;
  EXPECT_EQ(settings.Decay(), LrDecay::kLinear);
  settings.lr_decay = LrDecay::kSqrt;
  EXPECT_EQ(settings.Decay(), LrDecay::kSqrt);
}

TEST(LearningRate, DependsOnTheModelUnlessGiven) {
  TrainSettings settings;
  EXPECT_EQ(settings.StartRate(), 0.025);
  settings.model.context = ContextKind::kCbow;
  EXPECT_EQ(settings.StartRate(), 0.05);
  EXPECT_DOUBLE_EQ(settings.EndRate(), 0.05e-4);
  settings.lr = 1;
  EXPECT_EQ(settings.StartRate(), 1);
}

}  // namespace
}  // namespace firth
