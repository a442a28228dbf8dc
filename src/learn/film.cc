#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <utility>

#include "firth/error.h"
#include "firth/index.h"
#include "firth/learn.h"
#include "firth/train.h"
#include "learn/network.h"
#include "learn/steps.h"

namespace firth {
namespace {

using learn::Network;
using learn::Sentences;

constexpr std::size_t kFrames = 61;
constexpr std::size_t kPassesOfAFrame = 5;
constexpr std::size_t kWords = 12;
constexpr double kRate = 0.1;
/// Who is looked at among the words of the ten sentences.
constexpr std::array<std::string_view, kWords> kMeaningWords = {
    "king", "queen", "man", "woman", "he", "she", "crown", "hat", "rules", "works", "apple", "eat"};

/// What is trained, and who is looked at.
struct Scene {
  Vocabulary vocabulary{};
  Sentences sentences{};
  std::size_t window = 0;
  std::vector<TokenId> shown{};
};

Scene MeaningScene(const TokenizerSettings& settings) {
  Scene scene;
  scene.window = 4;
  const std::unique_ptr<Tokenizer> tokenizer = MakeTokenizer(settings);
  std::vector<std::string_view> words;
  for (const std::string& line : learn::MeaningSentences()) {
    tokenizer->Split(line, words);
    std::vector<TokenId>& sentence = scene.sentences.emplace_back();
    for (const std::string_view word : words) {
      sentence.push_back(scene.vocabulary.CountOccurrence(word));
    }
  }
  for (const std::string_view word : kMeaningWords) {
    scene.shown.push_back(*scene.vocabulary.Find(word));
  }
  return scene;
}

Scene OwnScene(std::string_view sentence, std::size_t window, const TokenizerSettings& settings) {
  learn::OwnSentence own = learn::ReadSentence(sentence, settings);
  if (own.vocabulary.size() < 2) {
    throw Error(ErrorKind::kInput, "a word alone has no company: there is nothing to learn from");
  }
  Scene scene;
  scene.window = learn::FittingWindow(window, own.vocabulary.size());
  for (std::uint32_t i = 0; i < std::min(kWords, own.vocabulary.size()); ++i) {
    scene.shown.push_back(TokenId{i});
  }
  scene.vocabulary = std::move(own.vocabulary);
  scene.sentences.push_back(std::move(own.tokens));
  return scene;
}

/// The rows of the words that are looked at, each of length 1.
Matrix Directions(const BasicMatrix<double>& embedding, std::span<const TokenId> shown) {
  const Matrix rows = learn::FloatRows(embedding);
  const ExactIndex index(rows.view(), 0, CpuTarget::kScalar);
  Matrix directions(shown.size(), rows.columns(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < shown.size(); ++i) {
    index.UnitRow(RowOf(shown[i]), directions.MutableRow(RowId{i}));
  }
  return directions;
}

std::vector<float> Cosines(const Matrix& directions) {
  const ExactIndex index(directions.view(), 0, CpuTarget::kScalar);
  std::vector<float> cosines(directions.rows() * directions.rows());
  index.Scores(directions.view(), cosines);
  return cosines;
}

/// Puts all frames into one plane: the one in which all their rows together vary most.
void Place(const std::vector<Matrix>& directions, Film& film) {
  const std::size_t words = film.words.size();
  Matrix all(directions.size() * words, directions.front().columns(), RowLayout::kDense);
  std::uint32_t to = 0;
  for (const Matrix& rows : directions) {
    for (std::uint32_t i = 0; i < words; ++i) {
      std::ranges::copy(rows.Row(RowId{i}), all.MutableRow(RowId{to++}).begin());
    }
  }
  const Projection plane =
      Project(all.view(), {.method = ProjectionMethod::kPca, .target = CpuTarget::kScalar});
  for (std::size_t i = 0; i < film.frames.size(); ++i) {
    const auto from = plane.points.begin() + static_cast<std::ptrdiff_t>(i * words);
    film.frames[i].places.assign(from, from + static_cast<std::ptrdiff_t>(words));
  }
}

}  // namespace

Film MakeFilm(std::string_view sentence, const LessonSettings& lesson,
              const FilmSettings& settings) {
  Validate(lesson);
  TrainSettings note;
  ApplyCompat(note, "note");
  const Scene scene = settings.meaning ? MeaningScene(note.tokenizer)
                                       : OwnScene(sentence, lesson.window, note.tokenizer);
  note.model.context = settings.context;
  note.model.objective = settings.objective;
  note.model.dim = settings.meaning ? std::max<std::size_t>(10, lesson.dim) : lesson.dim;
  note.model.window = scene.window;

  Film film;
  for (const TokenId word : scene.shown) film.words.emplace_back(scene.vocabulary.Word(word));
  Network network(note.model, scene.vocabulary, lesson.seed);
  std::vector<Matrix> directions;
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    if (frame > 0) {
      for (std::size_t i = 0; i < kPassesOfAFrame; ++i) network.Train(scene.sentences, kRate);
    }
    directions.push_back(Directions(network.input(), scene.shown));
    film.frames.push_back({.pass = frame * kPassesOfAFrame,
                           .loss = network.Loss(scene.sentences),
                           .cosines = Cosines(directions.back())});
  }
  Place(directions, film);
  return film;
}

}  // namespace firth
