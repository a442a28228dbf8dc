/// What the tests of training share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <string>

#include "base/error_testing.h"
#include "base/random.h"
#include "firth/train.h"

namespace firth::train {

inline constexpr int kWordsOfATopic = 20;

/// Two topics whose words never meet: words of one ("a0", "a1" ...) are alike, words of both are
/// not.
inline std::string TwoTopics(int lines = 3000) {
  base::SplitMix64 random(1);
  std::string text;
  for (int line = 0; line < lines; ++line) {
    const char topic = line % 2 == 0 ? 'a' : 'b';
    for (int i = 0; i < 10; ++i) text += topic + std::to_string(random.Below(kWordsOfATopic)) + " ";
    text += '\n';
  }
  return text;
}

/// A kind of model.
struct Kind {
  ContextKind context;
  CbowCombine combine;
  Objective objective;
  SubwordSettings subwords{};
};

/// N-grams few enough that most buckets hold several.
inline constexpr SubwordSettings kSubwords = {.min_length = 2, .max_length = 4, .buckets = 100};

/// N-grams with a row each; the rarest have none.
inline constexpr SubwordSettings kOwnRows = {
    .min_length = 2, .max_length = 4, .kind = NgramKind::kExact, .min_count = 2500};

inline TrainSettings OfKind(TrainSettings settings, const Kind& kind) {
  settings.model.context = kind.context;
  settings.model.cbow_combine = kind.combine;
  settings.model.objective = kind.objective;
  settings.model.subwords = kind.subwords;
  return settings;
}

/// A folder of the running test's own, empty.
inline std::string EmptyFolder() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string(test->test_suite_name()) + "_" + test->name();
  std::ranges::replace(name, '/', '_');
  const std::string path = testing::TempDir() + name;
  std::filesystem::remove_all(path);
  return path;
}

inline double Cosine(std::span<const float> a, std::span<const float> b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * double{b[i]};
    aa += double{a[i]} * double{a[i]};
    bb += double{b[i]} * double{b[i]};
  }
  return ab / std::sqrt(aa * bb);
}

/// Of all pairs of different words of two topics, each of `words` words ("a0", "a1" ...): one pair
/// alone is a matter of chance when two threads train.
inline double MeanCosine(const WordVectors& vectors, char one, char other,
                         int words = kWordsOfATopic) {
  double sum = 0;
  int pairs = 0;
  for (int i = 0; i < words; ++i) {
    for (int j = 0; j < i; ++j, ++pairs) {
      sum +=
          Cosine(*vectors.Find(one + std::to_string(i)), *vectors.Find(other + std::to_string(j)));
    }
  }
  return sum / pairs;
}

/// What training says when it refuses; empty when it does not.
inline std::string MessageOf(const Corpus& corpus, const TrainSettings& settings) {
  return base::MessageOfError([&] { Train(corpus, settings); });
}

inline void ExpectSameRows(const Matrix& a, const Matrix& b) {
  ASSERT_EQ(a.rows(), b.rows());
  for (std::uint32_t i = 0; i < a.rows(); ++i) {
    ASSERT_TRUE(std::ranges::equal(a.Row(RowId{i}), b.Row(RowId{i}))) << i;
  }
}

/// One thread and three learn the same from the two topics with --deterministic.
inline void ExpectThreadsMakeNoDifference(TrainSettings settings) {
  const auto corpus = TextCorpus(TwoTopics());
  settings.deterministic = true;
  const TrainedModel one = Train(*corpus, settings).model;
  settings.threads = 3;
  const TrainedModel three = Train(*corpus, settings).model;
  ExpectSameRows(one.input, three.input);
  ExpectSameRows(one.output, three.output);
}

}  // namespace firth::train
