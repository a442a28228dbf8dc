/// The steps of a lesson, one function each.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "firth/learn.h"
#include "firth/models.h"

namespace firth::learn {

/// REQUIRES: a vocabulary that is not empty.
OneHotStep MakeOneHot(const Vocabulary& vocabulary);

/// Trains on sentences of its own.
MeaningStep MakeMeaning();

/// A row for each token, `window` words on each side.
std::vector<WindowRow> MakeWindows(std::span<const TokenId> tokens, std::size_t window);

/// The step on the last place whose window is whole, or on the middle one when none is: there are
/// words on both sides. REQUIRES: two windows or more.
GradientStep MakeGradientStep(std::span<const WindowRow> windows, std::size_t words,
                              const ModelSettings& model, const LessonSettings& settings);

/// Trains a fully connected network of the given window on the tokens, until every window's right
/// word is by far the first or passes are used up.
LearntStep LearnSentence(const Lesson& lesson, ModelSettings model, std::uint64_t seed);

}  // namespace firth::learn
