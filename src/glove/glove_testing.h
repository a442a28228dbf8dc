/// What the tests of GloVe share.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "firth/glove.h"
#include "train/train_testing.h"

namespace firth::glove {

/// A small model; words are kept from their first occurrence on.
inline TrainSettings Small() {
  TrainSettings settings;
  StartFrom(settings, ContextKind::kGlove);
  settings.model.dim = 10;
  settings.model.window = 5;
  settings.model.glove.x_max = 10;
  settings.epochs = 5;
  settings.threads = 2;
  return settings;
}

/// Words of many frequencies: word i is about twice as frequent as word 2 i.
inline std::string Skewed(int lines = 2000, std::uint32_t words = 400) {
  base::SplitMix64 random(7);
  std::string text;
  for (int line = 0; line < lines; ++line) {
    for (int i = 0; i < 12; ++i) {
      text += "w" + std::to_string(random.Below(random.Below(words) + 1)) + " ";
    }
    text += '\n';
  }
  return text;
}

/// Two topics, each of kTopicWords words ("a0" ..., "b0" ...), and in each line some words of the
/// other one: what is never met GloVe does not learn from.
inline constexpr int kTopicWords = 20;
inline std::string MixedTopics() {
  base::SplitMix64 random(1);
  std::string text;
  for (int line = 0; line < 3000; ++line) {
    for (int i = 0; i < 10; ++i) {
      const bool other = random.Below(20) == 0;
      text += (line % 2 == 0) == other ? 'a' : 'b';
      text += std::to_string(random.Below(kTopicWords)) + " ";
    }
    text += '\n';
  }
  return text;
}

inline void ExpectSame(const GloveModel& a, const GloveModel& b) {
  train::ExpectSameRows(a.vectors.input, b.vectors.input);
  train::ExpectSameRows(a.vectors.output, b.vectors.output);
  train::ExpectSameRows(a.biases, b.biases);
  train::ExpectSameRows(a.context_biases, b.context_biases);
}

}  // namespace firth::glove
