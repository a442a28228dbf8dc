/// The steps of a lesson, one function each.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firth/learn.h"
#include "firth/models.h"

namespace firth::learn {

/// What a lesson is about.
struct OwnSentence {
  std::string text{};  ///< bad UTF-8 repaired, cut after kLongestLesson words
  Vocabulary vocabulary{};
  std::vector<TokenId> tokens{};
  std::size_t left_out = 0;
};

/// Throws Error(kInput) when there is no word.
OwnSentence ReadSentence(std::string_view sentence, const TokenizerSettings& tokenizer);

/// `wanted`, or less: L = 2 x window is to be below the number of different words.
std::size_t FittingWindow(std::size_t wanted, std::size_t words);

/// REQUIRES: a vocabulary that is not empty.
OneHotStep MakeOneHot(const Vocabulary& vocabulary);

/// Trains on sentences of its own.
MeaningStep MakeMeaning();

/// A row for each token, `window` words on each side.
std::vector<WindowRow> MakeWindows(std::span<const TokenId> tokens, std::size_t window);

/// The place that a step is shown for: the last whose window is whole, or the middle one when none
/// is: there are words on both sides. REQUIRES: a window.
std::size_t ShownWindow(std::span<const WindowRow> windows);

/// The step on that place: its word against the words of its window. REQUIRES: two windows or more.
GradientStep MakeGradientStep(std::span<const WindowRow> windows, std::size_t words,
                              const ModelSettings& model, const LessonSettings& settings);

/// The step on that place: the words of its window, as one vector, against all words. It starts
/// from the same matrices. REQUIRES: two windows or more.
BlankStep MakeBlankStep(std::span<const WindowRow> windows, std::size_t words,
                        const ModelSettings& model, const LessonSettings& settings);

/// The ids looked up in a layer of `rows` rows.
LayerStep MakeLayerStep(std::span<const TokenId> ids, std::size_t rows, std::uint64_t seed);

/// The sentences of MeaningStep.
const std::vector<std::string>& MeaningSentences();
/// The same, a line each.
std::string MeaningText();

/// Trains a fully connected network of the given window on the tokens, until every window's right
/// word is by far the first or passes are used up.
LearntStep LearnSentence(const Lesson& lesson, ModelSettings model, std::uint64_t seed);

}  // namespace firth::learn
