#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/learn.h"

namespace firth {
namespace {

float Cosine(const Film& film, const FilmFrame& frame, const char* a, const char* b) {
  const auto at = [&film](const char* word) {
    return static_cast<std::size_t>(std::ranges::find(film.words, word) - film.words.begin());
  };
  return frame.cosines[at(a) * film.words.size() + at(b)];
}

TEST(Film, EveryWayToLearnBringsLikeWordsTogether) {
  for (const ContextKind context : {ContextKind::kCbow, ContextKind::kSkipgram}) {
    for (const Objective objective : {Objective::kFullSoftmax, Objective::kNegativeSampling}) {
      const Film film = MakeFilm("", {}, {.context = context, .objective = objective});
      ASSERT_EQ(film.words.size(), 12U);
      const FilmFrame& first = film.frames.front();
      const FilmFrame& last = film.frames.back();
      EXPECT_EQ(first.pass, 0U);
      EXPECT_LT(last.loss, first.loss);
      EXPECT_GT(Cosine(film, last, "king", "queen"), Cosine(film, last, "king", "apple"));
      EXPECT_GT(Cosine(film, last, "man", "woman"), Cosine(film, last, "man", "apple"));
    }
  }
}

TEST(Film, FramesHoldAPlaceAWordAndACosineAPair) {
  const Film film = MakeFilm("I eat a big apple every day.", {}, {.meaning = false});
  ASSERT_EQ(film.words.size(), 7U);
  EXPECT_EQ(film.frames.size(), 61U);
  EXPECT_NEAR(film.frames.front().loss, std::log(7), 0.05);  // it knows nothing yet
  for (const FilmFrame& frame : film.frames) {
    EXPECT_EQ(frame.places.size(), 7U);
    ASSERT_EQ(frame.cosines.size(), 49U);
    EXPECT_NEAR(frame.cosines[0], 1, 1e-5);
    EXPECT_NEAR(frame.cosines[1], frame.cosines[7], 1e-6);
  }
}

TEST(Film, AWordAloneIsRefused) {
  EXPECT_THAT(base::MessageOfError([&] { MakeFilm("apple", {}, {.meaning = false}); }),
              testing::HasSubstr("a word alone has no company"));
  EXPECT_THAT(base::MessageOfError([&] { MakeFilm("...", {}, {.meaning = false}); }),
              testing::HasSubstr("the sentence holds no word; try"));
}

}  // namespace
}  // namespace firth
