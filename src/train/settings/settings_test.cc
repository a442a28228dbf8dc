#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/train.h"

namespace firth {
namespace {

using testing::HasSubstr;

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
  EXPECT_THAT(base::MessageOfError([&] { bytes("-1G"); }),
              HasSubstr("'-1G' is not a size such as 512M or 2G"));
  EXPECT_THAT(base::MessageOfError([&] { bytes("much"); }),
              HasSubstr("'much' is not a size such as 512M or 2G"));
}

TEST(SettingSpecs, RefusesWhatIsNoValue) {
  const auto message = [](const char* name, const char* text) {
    TrainSettings settings;
    return base::MessageOfError([&] { Spec(name).set(settings, text); });
  };
  const char* const time = "is not a time such as 30s, 10m or 2h";
  for (const auto& [name, text, why] :
       {std::tuple{"dim", "-5", "'-5' is not a whole number"},
        {"dim", "ten", "'ten' is not a whole number"},
        {"dim", "5.5", "'5.5' is not a whole number"},
        {"lr", "nan", "'nan' is not a number"},
        {"lr", "0.1x", "'0.1x' is not a number"},
        {"window-mode", "wide", "'wide' is not one of shrink, fixed"},
        {"cpu-target", "abacus", "abacus"},
        {"tokenizer", "letters", "'letters' is not one of whitespace, words"},
        {"punctuation", "some", "'some' is not one of keep, drop"},
        {"checkpoint-every", "0s", time},
        {"checkpoint-every", "9999999999m", time},
        {"checkpoint-every", "soon", time},
        {"rank-silence", "3blocks", time},
        {"lowercase", "maybe", "'maybe' is not true or false"}}) {
    EXPECT_THAT(message(name, text), HasSubstr(why)) << name << " " << text;
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
  EXPECT_THAT(message({{"patience", "2"}}),
              HasSubstr("--patience needs --valid, the text whose loss is watched"));
  EXPECT_THAT(message({{"grow-vocab", "true"}}),
              HasSubstr("--grow-vocab needs --init, the vectors to add words to"));
  EXPECT_THAT(message({{"resume", "true"}}),
              HasSubstr("--resume needs --checkpoint, the folder to go on from"));
  EXPECT_THAT(message({{"lanes", "3"}}), HasSubstr("a power of two"));
  EXPECT_THAT(message({{"init", "v.bin"}, {"read-vocab", "words"}}),
              HasSubstr("--init brings its own words: leave out --read-vocab"));
  EXPECT_THAT(message({{"cache-file", "-"}}), HasSubstr("cannot be standard output"));
}

TEST(ApplySetting, RefusesWhatIsOfAnotherModel) {
  TrainSettings settings;
  settings.model.context = ContextKind::kGlove;
  EXPECT_THAT(base::MessageOfError([&] { ApplySetting(Spec("negative"), settings, "5"); }),
              HasSubstr("means nothing to glove"));
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
      EXPECT_THAT(base::MessageOfError([&] { Validate(settings); }), HasSubstr("--share-negatives"))
          << text;
    }
  }
  EXPECT_FALSE(Concerns(Spec("share-negatives"), ContextKind::kGlove));
}

TEST(Validate, RefusesToDropPunctuationThatIsNotSplitOff) {
  TrainSettings settings;
  Spec("punctuation").set(settings, "drop");
  EXPECT_THAT(base::MessageOfError([&] { Validate(settings); }),
              HasSubstr("--punctuation drop needs --tokenizer words"));
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
  const auto says = [](const char* what) { return HasSubstr(what); };
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
